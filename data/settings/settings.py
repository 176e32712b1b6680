"""The user's settings. Invalid values are reported and skipped: the program always starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ..i18n.catalogue import LANGUAGES, Message
from ..model.remote_address import PostgresDatabase, SshMachine, parse_host
from ..text.sanitize import clean_line
from .colours import NAMES, read_colour
from .toml_reader import TomlFault, parse, quoted, read_text

_EMPTY: Mapping[str, Any] = MappingProxyType({})

_TABLES = ("keys", "sharing")

DRIVERS = ("cells", "textual")
"""The drivers of the terminal: "cells" writes only changed cells, "textual" whole frames."""


DEFAULT_KEEP_YEARS = 2
"""The usual guideline for records of a person who has left."""

MAX_KEEP_YEARS = 100

MAX_AUTHOR_COLOURS = 3
"""How many people are distinguished by a colour."""


# Named tuples: dataclasses import `inspect`, too slow for start-up.
class Fault(NamedTuple):
    """One fault in the settings file.

    `line` counts from 1; 0 means the file as a whole. `name` is the setting, empty if the whole
    file is unreadable.
    """

    path: Path
    line: int
    reason: Message
    name: str = ""

    @property
    def message(self) -> Message:
        """The file, the line, the setting and the reason."""
        values = {
            "path": clean_line(str(self.path)),
            "line": self.line,
            "name": quoted(self.name),
            "reason": self.reason,
        }
        if not self.line:
            return Message("settings.unreadable", **values)
        return Message("settings.fault" if self.name else "settings.syntax", **values)


_MAX_COLUMNS = 200
"""The most columns of a pane."""


class Settings(NamedTuple):
    """The settings in `settings.toml`."""

    language: str = ""
    """"nl" or "en"; empty follows the locale."""
    name: str = ""
    """The user's own name, filled in for a new conversation."""
    notebook: Path | None = None
    """The folder of the notebook; None means that of `system/paths.py`."""
    theme: str = "ansi-dark"
    """The colours: the terminal's own 16 ("ansi-dark", "ansi-light"), or a theme of Textual."""
    author_colours: tuple[str, ...] = ()
    """The colours of others' initials, carets and rows, as `read_colour` returns them; empty leaves
    them to the theme."""
    templates: Path | None = None
    """A folder with checklists that replace the built-in ones of the same file name."""
    kinds: tuple[Path, ...] = ()
    """Folders with kinds of conversation, the first of them first."""
    only_kinds: bool = False
    """Whether the kinds of these folders are the only ones."""
    idle_lock: int = 0
    """Minutes without a key after which the screens are covered; 0 is never."""
    identities: tuple[Path, ...] = ()
    """The private keys for locked conversations; empty means the default ones in `~/.ssh`."""
    clock: bool = True
    """Whether the header shows the elapsed and the planned time."""
    hints: bool = True
    """Whether the first talk shows hints."""
    mouse: bool = True
    """Whether the screens react to the mouse."""
    keep_years: int = DEFAULT_KEEP_YEARS
    """Years from the last conversation with a person to the reminder to erase; 0 is never."""
    checklist_width: int = 0
    """The columns of the checklist on the desk; 0 is as designed."""
    driver: str = "cells"
    """The driver of the terminal; one of `DRIVERS`."""
    sharing_url: str = ""
    """The URL of the organisation's database, `url` in [sharing]; empty if there is none."""
    sharing_listen: str = ""
    """A second URL of that database for LISTEN, `listen` in [sharing]; see `sync/hosts.py`."""
    sharing_hosts: tuple[str, ...] = ()
    """The machines, as `ssh` knows them, on which to look for what others share."""
    keys: Mapping[str, str] = _EMPTY
    """Key names by the id of their binding; `afspraak settings --keys` lists the ids."""
    path: Path = Path("settings.toml")
    """The file that the settings were read from."""
    lines: Mapping[str, int] = _EMPTY
    """The line (from 1) of each setting in the file; a key has the name `keys.<id>`."""
    faults: tuple[Fault, ...] = ()
    """The faults in the file, from top to bottom."""

    def fault(self, name: str, reason: Message) -> Fault:
        """Return the fault of a setting in the file."""
        return Fault(self.path, self.lines.get(name, 1), reason, name)

    def with_faults(self, faults: Iterable[Fault]) -> Settings:
        """Return the settings with more faults."""
        all_faults = sorted((*self.faults, *faults), key=lambda fault: fault.line)
        return self._replace(faults=tuple(all_faults))


def read_settings(path: Path) -> Settings:
    """Read the settings of a TOML file; the defaults if there is none. Never raises.

    A relative folder in it is relative to the folder of the file.
    """
    settings = Settings(path=path)
    try:
        text = read_text(path)
        values = parse(text)
    except TomlFault as fault:
        if fault.missing:
            return settings
        fault_of_file = Fault(path, fault.line, fault.message)
        return settings._replace(faults=(fault_of_file,))
    from .toml_positions import key_lines

    lines = {
        ".".join(map(str, key_path)): line for key_path, line in key_lines(text).items() if key_path
    }
    settings = settings._replace(lines=lines)
    faults: list[Fault] = []
    for name, value in _flat(values):
        try:
            if name == "keys":
                raise TomlFault("settings.keys")
            if name.startswith("keys."):
                keys = {**settings.keys, name.removeprefix("keys."): _text(value, path)}
                settings = settings._replace(keys=keys)
            elif name in _CONVERTERS:
                converted = _CONVERTERS[name](value, path)
                settings = settings._replace(**{name.replace(".", "_"): converted})
            else:
                raise TomlFault("settings.unknown", known=", ".join((*_CONVERTERS, "[keys]")))
        except TomlFault as fault:
            faults.append(settings.fault(name, fault.message))
    return settings.with_faults(faults)


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each setting; in a table `<table>.<name>`, dots quoted or not."""
    for name, value in values.items():
        if name in _TABLES and isinstance(value, dict):
            yield from _flat_keys(name, value)
        else:
            yield name, value


def _flat_keys(start: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _flat_keys(f"{start}.{name}", value)
        else:
            yield f"{start}.{name}", value


def _text(value: Any, _: Path) -> str:
    if not isinstance(value, str):
        raise TomlFault("settings.text")
    return clean_line(value)


def _one_of(*choices: str) -> Callable[[Any, Path], str]:
    def convert(value: Any, path: Path) -> str:
        text = _text(value, path)
        if text not in choices:
            raise TomlFault("settings.choices", choices=", ".join(choices))
        return text

    return convert


def _colours(value: Any, _: Path) -> tuple[str, ...]:
    is_list = isinstance(value, list) and all(isinstance(colour, str) for colour in value)
    if not is_list or len(value) > MAX_AUTHOR_COLOURS:
        raise TomlFault("settings.colours", count=MAX_AUTHOR_COLOURS)
    for colour in value:
        if not read_colour(colour):
            raise TomlFault("settings.colour", colour=quoted(colour), choices=", ".join(NAMES))
    return tuple(map(read_colour, value))


def _number(most: int, fault: str) -> Callable[[Any, Path], int]:
    def convert(value: Any, _: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise TomlFault(fault, most=most)
        return value

    return convert


def _flag(value: Any, _: Path) -> bool:
    if not isinstance(value, bool):
        raise TomlFault("settings.flag")
    return value


def _folder(value: Any, path: Path) -> Path | None:
    if not isinstance(value, str) or "\0" in value:
        raise TomlFault("settings.text")
    if not value:
        return None
    try:
        return path.parent / Path(value).expanduser()
    except RuntimeError:  # ~login of an unknown login
        raise TomlFault("settings.no_user") from None


def _address(value: Any, path: Path) -> str:
    address = _text(value, path)
    match parse_host(address) if address else None:
        case PostgresDatabase(has_password=True):
            raise TomlFault("settings.password")
        case PostgresDatabase() | None:
            return address
        case _:
            raise TomlFault("settings.address")


def _machines(value: Any, _: Path) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [None]
    for name in names:
        machine = parse_host(name) if isinstance(name, str) and name else None
        if not isinstance(machine, SshMachine) or not machine.is_valid:
            raise TomlFault("settings.hosts")
    return tuple(names)


def _files(value: Any, path: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise TomlFault("settings.files")
    return tuple(file for entry in value if (file := _folder(entry, path)) is not None)


def _folders(value: Any, path: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise TomlFault("settings.folders")
    return tuple(folder for entry in value if (folder := _folder(entry, path)) is not None)


def _templates(value: Any, path: Path) -> Path | None:
    from ..system.paths import is_folder

    folder = _folder(value, path)
    if folder is not None and not is_folder(folder):
        raise TomlFault("settings.no_folder")
    return folder


_CONVERTERS: Mapping[str, Callable[[Any, Path], Any]] = {
    "language": _one_of(*LANGUAGES),
    "name": _text,
    "notebook": _folder,
    "theme": _text,
    "author_colours": _colours,
    "templates": _templates,
    "kinds": _folders,
    "only_kinds": _flag,
    "idle_lock": _number(1440, "settings.minutes"),
    "identities": _files,
    "clock": _flag,
    "hints": _flag,
    "mouse": _flag,
    "keep_years": _number(MAX_KEEP_YEARS, "settings.years"),
    "checklist_width": _number(_MAX_COLUMNS, "settings.columns"),
    "driver": _one_of(*DRIVERS),
    "sharing.url": _address,
    "sharing.listen": _address,
    "sharing.hosts": _machines,
}
"""How to convert the value of each setting; the path is that of the settings file."""
