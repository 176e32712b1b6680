"""`--via`: where something is shared, for the commands that take part in sharing."""

from __future__ import annotations

from ...data.errors import UsageError
from ...data.language import say
from ...data.where import is_database
from ..parser import Parser

HERE, DATABASE = "here", "db"
"""This machine, and the database that the settings name, as `--via` calls them."""


def via_option(parser: Parser) -> None:
    """Tell the parser about `--via`."""
    parser.add_argument("--via", metavar="URL", default="", help=say("cli.via"))


def via_database(via: str) -> str:
    """The address that `--via` names; empty where it names this machine. Raises UsageError."""
    from ...data.sharing.database.addresses import usual

    if via == HERE:
        return ""
    if via == DATABASE:
        if not (url := usual()):
            raise UsageError(say("sharing.database.none"))
        return url
    if not is_database(via):
        raise UsageError(say("sharing.database.address"))
    return via


def host_name(via: str, host: str) -> str:
    """Where to share: what `--via` says, or the host in `host:login`, or what the settings say.

    Raises UsageError.
    """
    from ...data.sharing.database.addresses import usual

    if via and host:
        raise UsageError(say("sharing.database.either"))
    return via_database(via) if via else host or usual()


def host_names(via: str, host: str) -> list[str]:
    """Where to look for what is shared: without a word both here and in the database.

    Raises UsageError.
    """
    name = host_name(via, host)
    return ["", name] if name and not via and not host else [name]
