"""`prepared`: read a filled-in sheet into the other partner's shared answers."""

from __future__ import annotations

import sys

from ....data.system.paths import user_path
from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option, reference_argument
from .output import warn_of_health, write_json, write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `prepared`."""
    prepared = add_command(subparsers, "prepared", run)
    reference_argument(prepared)
    prepared.add_argument("file", metavar="FILE", help=tr("cli.prepared.file"))
    prepared.add_argument("--anyway", action="store_true", help=tr("cli.prepared.anyway"))
    json_option(prepared)


def run(request: Request) -> int:
    """Apply the filled-in sheet, and report the result."""
    from ....data.invitation.apply_sheet import (
        MAX_BYTES,
        apply_sheet,
        decode_sheet,
        read_sheet_file,
        remember_sheet,
    )

    options = request.options
    path = request.find()
    if options.file == "-":
        text = decode_sheet(sys.stdin.buffer.read(MAX_BYTES + 1), "-")
    else:
        text = read_sheet_file(user_path(options.file))
    applied = apply_sheet(path, text, force=options.anyway, user=request.user)
    if options.file != "-":
        remember_sheet(path, user_path(options.file))
    warn_of_health(*applied.texts)
    if options.json:
        write_json(applied)
        return 0
    lines = (f"  {tr(line)}" for line in applied.lines())
    write_text(tr("apply_sheet.from", name=applied.partner), *lines)
    return 0
