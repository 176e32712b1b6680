"""`sign`: the minutes as a file, and a signature with the user's SSH key beside it."""

from __future__ import annotations

from ....data.system.paths import user_path, working_folder
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .hooking import run_after_export
from .output import warn_unencrypted, write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `sign`."""
    sign = add_command(subparsers, "sign", run)
    reference_argument(sign)
    sign.add_argument("--key", metavar="FILE", help=tr("cli.sign.key"))


def run(request: Request) -> int:
    """Write `<slug>.md` and `<slug>.md.sig` into the working directory."""
    from ....data.approval.signature import default_key, sign, signature_path
    from ....data.exchange.export import minutes_of, write_export
    from ....data.exchange.export_log import log_export
    from ....data.minutes.edition import Version
    from ....data.system.files.atomic_files import write_atomically
    from ....data.system.files.file_errors import display_path

    options = request.options
    path = request.find()
    key = user_path(options.key) if options.key else default_key()
    target = working_folder() / f"{path.stem}.md"
    text = minutes_of(path, user=request.user)
    # Sign first: if that fails, nothing is written and an older pair still fits together.
    signature = sign(text.encode(), key)
    write_export([path], target, text.encode())
    write_atomically(signature_path(target), signature)
    log_export([path], signature_path(target), signature)
    write_text(tr("cli.exported", path=display_path(target)))
    write_text(tr("cli.signed", path=display_path(signature_path(target)), used=display_path(key)))
    warn_unencrypted(path)
    run_after_export(path, target, "md", Version.FULL, request.user)
    return 0
