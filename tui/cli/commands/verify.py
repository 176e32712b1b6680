"""`verify`: verify the signature of minutes, and say who signed them or where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import AfspraakError
from ....data.system.paths import exists, real_path, user_path
from ....widgets.language import plural, tr
from ..parser import SubParsers, add_command, json_option
from .output import write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.exchange.verification.verify_minutes import Verification

_LONGEST = 200
"""The most code points of a line that are shown."""


def add(subparsers: SubParsers) -> None:
    """Add the parser of `verify`."""
    verify = add_command(subparsers, "verify", run)
    verify.add_argument("file", metavar="FILE.md", help=tr("cli.verify.file"))
    verify.add_argument("--signers", metavar="FILE", help=tr("cli.verify.signers"))
    verify.add_argument("--identity", metavar="WHO", default="", help=tr("cli.verify.identity"))
    verify.add_argument("--with", dest="reference", metavar="REF", help=tr("cli.verify.with"))
    json_option(verify)


def run(request: Request) -> int:
    """Check the signature. Exit status 0 if valid, else 1."""
    from ....data.approval.signature import default_signers
    from ....data.exchange.verification.verify_minutes import verify_minutes
    from ....data.system.files.file_errors import display_path

    options = request.options
    path = user_path(options.file)
    signers = user_path(options.signers) if options.signers else default_signers()
    found = verify_minutes(
        path,
        signers,
        options.identity,
        find=partial(_conversations, request, path),
        user=request.user,
    )
    verdict = found.verdict
    if options.json:
        write_json(_facts(path, found))
        return 0 if verdict.is_valid else 1
    values: dict[str, object] = {"file": display_path(path), "signers": display_path(signers)}
    values |= {"used": verdict.fingerprint, "who": verdict.signer or display_path(options.identity)}
    if verdict.is_valid:
        write_text(tr("signature.holds", **values))
    elif verdict.is_intact:
        write_text(tr("signature.other" if options.identity else "signature.unknown", **values))
    else:
        write_text("\n".join(_what_changed(found, values)))
    if verdict.is_intact and found.transport.value != "nothing":
        write_text(tr(f"signature.transport.{found.transport.value}", **values))
    if verdict.is_intact and found.lines_around:
        write_text(plural("signature.around", found.lines_around, **values))
    return 0 if verdict.is_valid else 1


def _facts(path: Path, found: Verification) -> dict[str, object]:
    """Return the result for programs; `blame` and `fault` are empty if the text is the signed one.

    `difference` is the first line in which file and notebook differ, or None.
    """
    verdict = found.verdict
    changed = not verdict.is_intact
    return {
        "file": path,
        "valid": verdict.is_valid,
        "intact": verdict.is_intact,
        "signer": verdict.signer,
        "key": verdict.fingerprint,
        "transport": found.transport.value,
        "lines_around": found.lines_around,
        "blame": found.blame.value if changed else "",
        "fault": found.fault.kind.value if changed else "",
        "detail": found.fault.detail if changed else "",
        "difference": found.difference,
    }


def _conversations(request: Request, path: Path, text: str) -> Iterator[Path]:
    """Yield the conversations that minutes may be of: by what they say, by their path and name."""
    from ....data.exchange.export_log import exported_to
    from ....data.exchange.verification.origin import conversations_of

    if request.options.reference:
        yield request.find()
        return
    found = [each for each in exported_to(path) if exists(each)]
    with suppress(AfspraakError):
        found += conversations_of(text, request.notebook, user=request.user)
    if not found:
        with suppress(AfspraakError):
            named = request.notebook.with_slug(path.name.partition(".")[0])
            found = [named] if named else []
    yield from dict.fromkeys(map(real_path, found))


def _what_changed(found: Verification, values: dict[str, object]) -> list[str]:
    """Return what is known of a text that is not the signed one, a sentence a line."""
    from ....data.exchange.verification.signature_fault import Fault
    from ....data.exchange.verification.verify_minutes import Blame
    from ....data.text.sanitize import clean_line, clip

    fault, blame = found.fault, found.blame
    if fault.kind is Fault.NONE:
        lines = [tr("signature.changed", **values), tr(f"signature.blame.{blame.value}", **values)]
    else:
        values |= {"detail": fault.detail, "signature": f"{values['file']}.sig"}
        lines = [tr("signature.fails", **values)]
        lines.append(tr(f"signature.fault.{fault.kind.value}", **values))
        if blame is not Blame.UNKNOWN:
            lines.append(tr(f"signature.text.{blame.value}", **values))
        elif fault.kind is Fault.UNCERTAIN:
            lines.append(tr("signature.blame.unknown", **values))
    if (line := found.difference) is not None:
        lines.append(plural("signature.differs", line.count, number=line.number))
        for key, text in (("file", line.in_file), ("notebook", line.in_notebook)):
            shown = clip(clean_line(text), _LONGEST) or tr("signature.line.empty")
            lines.append(tr(f"signature.line.{key}", text=shown))
    return lines
