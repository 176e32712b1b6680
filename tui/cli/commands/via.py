"""`--via`: where something is shared, for the commands that take part in sharing."""

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
"""This machine, and the database that the settings name, as `--via` calls them."""


def fetch_option(parser: Parser) -> None:
    """Tell the parser of a command that finds things about `--via`."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via.finding"))


def fetch_shared(request: Request) -> bool:
    """Where that is asked, take in what is shared over the database before looking for anything.

    Returns whether all of it could be; what could not is told, and the notebook answers all the
    same. Raises UsageError.
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
            taken = fetch_shares(host, request.folder)
    except StorageError as error:
        print_error(str(error))
        return False
    if (taken.new or taken.updated) and sys.stderr.isatty():
        sys.stderr.write(tr("database.received", new=taken.new, known=taken.updated) + "\n")
    for fault in taken.faults:
        sys.stderr.write(clean_text(fault) + "\n")
    return not taken.faults


def via_option(parser: Parser) -> None:
    """Tell the parser about `--via`."""
    parser.add_argument("--via", metavar="URL", default="", help=tr("cli.via"))


def via_database(via: str) -> str:
    """The address that `--via` names; empty where it names this machine. Raises UsageError."""
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
    """Where to share: what `--via` says, or the host in `host:login`, or what the settings say.

    Raises UsageError.
    """
    from ....data.sync.postgres.configured import organisation_url

    if via and host:
        raise UsageError(tr("sharing.database.either"))
    return via_database(via) if via else host or organisation_url()


def host_names(via: str, host: str) -> list[str]:
    """Where to look for what is shared: without a word both here and in the database.

    Raises UsageError.
    """
    name = host_name(via, host)
    return ["", name] if name and not via and not host else [name]
