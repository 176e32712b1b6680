"""`verify`: verify the signature of minutes, and print the signer."""

from __future__ import annotations

from ....data.system.paths import user_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `verify`."""
    verify = add_command(subparsers, "verify", run)
    verify.add_argument("file", metavar="FILE.md", help=tr("cli.verify.file"))
    verify.add_argument("--signers", metavar="FILE", help=tr("cli.verify.signers"))
    verify.add_argument("--identity", metavar="WHO", default="", help=tr("cli.verify.identity"))


def run(request: Request) -> int:
    """Check the signature. Exit status 0 if valid, else 1."""
    from ....data.approval import signature
    from ....data.system.file_errors import display_path

    options = request.options
    path = user_path(options.file)
    signers = user_path(options.signers) if options.signers else signature.default_signers()
    text = signature.read_file(path)
    verdict = signature.verify(text, signature.signature_path(path), signers, options.identity)
    values: dict[str, object] = {"file": display_path(path), "signers": display_path(signers)}
    values |= {"used": verdict.fingerprint, "who": verdict.signer or display_path(options.identity)}
    if verdict.is_valid:
        key = "signature.holds"
    elif not verdict.is_intact:
        key = "signature.changed"
    else:
        key = "signature.other" if options.identity else "signature.unknown"
    write_text(tr(key, **values))
    return 0 if verdict.is_valid else 1
