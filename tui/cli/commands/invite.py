"""`invite`: the other partner's preparation sheet, and the appointment."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ....data.system.paths import user_path, working_folder
from ..parser import Verbs, json_option, reference, verb
from ..standard_streams import write_bytes
from .output import put, put_json, tell_plain
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `invite`."""
    invite = verb(verbs, "invite", run)
    reference(invite)
    invite.add_argument("-o", "--output", metavar="DIR", help=tr("cli.invite.output"))
    json_option(invite)


def run(request: Request) -> int:
    """`invite`: the other partner's preparation sheet, and the appointment."""
    from ....data.invitation.invite import invite, sheet_of

    options = request.options
    path = request.notebook.find(options.reference)
    if options.output == "-":
        write_bytes(sheet_of(path).encode("utf-8", "replace"))
        return 0
    invitation = invite(path, user_path(options.output) if options.output else working_folder())
    tell_plain(path)
    if options.json:
        put_json(invitation)
        return 0
    for line in invitation.lines():
        put(line)
    return 0
