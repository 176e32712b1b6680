"""`share`: share a conversation with the other partner."""

from __future__ import annotations

from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from .output import write_text
from .request import Request
from .via import chosen_host, via_option


def add(subparsers: SubParsers) -> None:
    """Add the parser of `share`."""
    share = add_command(subparsers, "share", run)
    reference_argument(share)
    share.add_argument("person", metavar="[HOST:]WHO", help=tr("cli.share.person"))
    via_option(share)


def run(request: Request) -> int:
    """Share the conversation, and print the other partner's instructions for joining."""
    from contextlib import closing

    from ....data.model.remote_address import ThisMachine, parse_host_and_login
    from ....data.storage.encryption.seal import is_sealed
    from ....data.sync.membership import joining_instructions, share_conversation
    from ..program_path import program_command

    options = request.options
    path = request.find()
    wanted, name = parse_host_and_login(options.person)
    hosts = request.hosts
    with closing(hosts.open_host(chosen_host(hosts, options.via, wanted), ask=True)) as host:
        person, sharing = share_conversation(path, name, host, user=request.user)
        theirs = sharing.is_theirs
        write_text(tr(joining_instructions(host, person, hosts, is_theirs=theirs)))
        if not theirs and isinstance(host.address, ThisMachine):
            write_text(tr("sharing.over_ssh", me=host.login, program=program_command()))
    if is_sealed(path):
        write_text(tr("lock.share"))
    return 0
