"""`kinds`: the kinds of conversation to choose from, what is wrong with them, and a copy of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option
from .output import align_columns, write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.templates.faults import KindFault
    from ....data.templates.kind_library import Library
    from ....data.templates.kind_place import FoundKind

_ACTIONS = ("list", "check", "copy")
_EXIT_FAULTS = 3


def add(subparsers: SubParsers) -> None:
    """Add the parser of `kinds`."""
    kinds = add_command(subparsers, "kinds", run)
    kinds.add_argument(
        "doing", choices=_ACTIONS, nargs="?", default="list", help=tr("cli.kinds.doing")
    )
    kinds.add_argument("names", metavar=tr("cli.kinds.names"), nargs="*", help=tr("cli.kinds.what"))
    json_option(kinds)


def run(request: Request) -> int:
    """List, check or copy kinds. Exit status 3 if there are faults."""
    from ....data.templates.kind_library import Library

    library = Library.of(request.settings)
    options = request.options
    match options.doing:
        case "check":
            return _check(library, [Path(name) for name in options.names], as_json=options.json)
        case "copy":
            return _copy(library, options.names)
    if options.names:
        raise UsageError("kinds.no_names")
    return _list(library, as_json=options.json)


def _list(library: Library, *, as_json: bool) -> int:
    if as_json:
        write_json([_described(library, found) for found in library.kinds])
        return 0
    rows: list[tuple[str, ...]] = []
    for found in library.kinds:
        where = tr(found.place.message)
        if hidden := library.hidden_by(found):
            places = ", ".join(tr(other.place.message) for other in hidden)
            where = tr("kinds.hides", where=where, places=places)
        if found.faults:
            where = f"{where}  ! {tr(found.fault_message)}"
        rows.append((found.id or "-", found.language or "-", found.title, where))
    write_text(*align_columns(rows))
    return 0


def _described(library: Library, found: FoundKind) -> dict[str, object]:
    kind = found.kind
    return {
        "kind": found.id,
        "language": found.language,
        "title": found.title,
        "where": tr(found.place.message),
        "files": found.files,
        "sound": kind is not None,
        "hides": [tr(other.place.message) for other in library.hidden_by(found)],
        "faults": [tr(fault.message) for fault in found.faults],
    }


def _check(library: Library, paths: list[Path], *, as_json: bool) -> int:
    """Print every fault, sorted. Exit status 3 if there is one."""
    from ....data.templates.faults import sorted_faults
    from ....data.templates.kind_library import faults_in_path

    faults: tuple[KindFault, ...] = library.faults
    if paths:
        faults = sorted_faults(fault for path in paths for fault in faults_in_path(path))
    if as_json:
        write_json([{"file": one.file, "line": one.line, "reason": one.reason} for one in faults])
    elif faults:
        write_text(*(fault.message for fault in faults))
    else:
        write_text(tr("kinds.sound"))
    return _EXIT_FAULTS if faults else 0


def _copy(library: Library, names: list[str]) -> int:
    """Print the file of a kind, to start one's own from."""
    from ....data.templates.kind_library import text_of

    if len(names) != 1:
        raise UsageError("kinds.copy_one")
    id_, _, language = names[0].partition(".")
    write_text(text_of(library, id_, language or spoken().language).rstrip("\n"))
    return 0
