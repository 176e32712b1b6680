"""`invite`: the preparation sheet for the other partner, and the appointment."""

from __future__ import annotations

from ....data.system.paths import user_path, working_folder
from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option, reference_argument
from ..standard_streams import write_bytes
from .output import warn_unencrypted, write_json, write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `invite`."""
    invite = add_command(subparsers, "invite", run)
    reference_argument(invite)
    invite.add_argument("-o", "--output", metavar="DIR", help=tr("cli.invite.output"))
    json_option(invite)


def run(request: Request) -> int:
    """Write the sheet and the appointment."""
    from ....data.invitation.invite import invite, sheet_for_conversation

    options = request.options
    path = request.find()
    if options.output == "-":
        write_bytes(sheet_for_conversation(path, user=request.user).encode("utf-8", "replace"))
        return 0
    folder = user_path(options.output) if options.output else working_folder()
    invitation = invite(path, folder, user=request.user)
    warn_unencrypted(path)
    if options.json:
        write_json(invitation)
        return 0
    write_text(*invitation.lines())
    return 0
