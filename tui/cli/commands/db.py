"""`db`: set up and check the database of an organisation."""

from __future__ import annotations

from collections.abc import Sequence

from ....data.errors import UsageError
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option
from .output import write_json, write_text
from .request import Request

_ACTIONS = ("init", "check")


def add(subparsers: SubParsers) -> None:
    """Add the parser of `db`."""
    parser = add_command(subparsers, "db", run)
    parser.add_argument("doing", choices=_ACTIONS, help=tr("cli.db.doing"))
    parser.add_argument("url", metavar="URL", nargs="?", default="", help=tr("cli.db.url"))
    parser.add_argument("--print", action="store_true", help=tr("cli.db.print"))
    parser.add_argument(
        "--keeper", metavar="LOGIN", action="append", default=[], help=tr("cli.db.keeper")
    )
    json_option(parser)


def run(request: Request) -> int:
    """Create or migrate the schema, or audit the database. Exit status 1 for faults found."""
    options = request.options
    url = options.url or request.settings.sharing_url
    if options.doing == "init":
        return _print_steps() if options.print else _init(_require_database(url))
    return _check(_require_database(url), options.keeper, as_json=options.json)


def _require_database(url: str) -> str:
    from ....data.model.remote_address import PostgresDatabase, parse_host

    match parse_host(url):
        case PostgresDatabase():
            return url
        case _:
            raise UsageError("sharing.database.address")


def _print_steps() -> int:
    from ....data.sync.postgres.migrations import script

    write_text(script())
    return 0


def _init(url: str) -> int:
    from ....data.sync.postgres.migrations import migrate

    done = migrate(url)
    if done.version_before == done.version_after:
        write_text(tr("database.init.same", version=done.version_after))
    elif done.version_before:
        write_text(
            tr("database.init.newer", before=done.version_before, version=done.version_after)
        )
    else:
        write_text(tr("database.init.done", url=url))
    return 0


def _check(url: str, keepers: Sequence[str], *, as_json: bool) -> int:
    from ....data.sync.postgres.audit import audit_database

    found = audit_database(url, keepers)
    if as_json:
        write_json([finding._asdict() | {"advice": finding.advice or ""} for finding in found])
    else:
        write_text(*(finding.describe(spoken()) for finding in found))
    return 0 if all(finding.sound for finding in found) else 1
