"""`--via`: the host of a share, for commands that share or find shares."""

from __future__ import annotations

import sys

from ....data.errors import StorageError, UsageError
from ....data.i18n.catalogue import tr
from ....data.model.remote_address import is_database
from ....data.text.sanitize import clean_text
from ..parser import Parser
from .output import print_error
from .request import Request

HERE, DATABASE = "here", "db"
"""The words of `--via` for this machine, and for the database of the settings."""


def fetch_option(parser: Parser) -> None:
    """Add `--via` to the parser of a command that finds things."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via.finding"))


def fetch_shared(request: Request) -> bool:
    """Fetch what is shared with the user over the database, if `--via` asks for it.

    Returns False if something could not be fetched: that is printed, and the command goes on with
    the notebook. Raises UsageError.
    """
    via = request.options.via
    if not via:
        return True
    from contextlib import closing

    from ....data.sync.fetch_shares import fetch_shares
    from ....data.sync.hosts import open_host

    name = via_database(via)
    try:
        with closing(open_host(name, ask=True)) as host:
            result = fetch_shares(host, request.folder)
    except StorageError as error:
        print_error(str(error))
        return False
    if (result.new or result.updated) and sys.stderr.isatty():
        sys.stderr.write(tr("database.received", new=result.new, known=result.updated) + "\n")
    for fault in result.faults:
        sys.stderr.write(clean_text(fault) + "\n")
    return not result.faults


def via_option(parser: Parser) -> None:
    """Add `--via` to a parser."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via"))


def via_database(via: str) -> str:
    """Return the database address in `via`; "" for this machine. Raises UsageError."""
    from ....data.sync.postgres.configured import organisation_url

    if via == HERE:
        return ""
    if via == DATABASE:
        if not (url := organisation_url()):
            raise UsageError(tr("sharing.database.none"))
        return url
    if not is_database(via):
        raise UsageError(tr("sharing.database.address"))
    return via


def host_name(via: str, host: str) -> str:
    """Return the host to share on: of `--via`, of `host:login`, or of the settings.

    Raises UsageError.
    """
    from ....data.sync.postgres.configured import organisation_url

    if via and host:
        raise UsageError(tr("sharing.database.either"))
    return via_database(via) if via else host or organisation_url()


def host_names(via: str, host: str) -> list[str]:
    """Return the hosts on which to look for shares: by default this machine and the database.

    Raises UsageError.
    """
    name = host_name(via, host)
    return ["", name] if name and not via and not host else [name]
