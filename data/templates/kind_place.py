"""The kinds in one place: the built-in ones, those of a folder, those of a package."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import product
from pathlib import Path
from pkgutil import get_data

from .. import templates
from ..i18n.catalogue import LANGUAGES, Message
from ..kinds.kind import Kind
from ..model.conversation import CONVERSATION_KINDS, ROLES, Role
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clean_line
from .checklist_file import kind_of_lists, list_of
from .faults import KindFault, sorted_faults
from .kind_file import KindFile, digest_of, parse_kind, read_kind_file

_FOLDER = "builtin"
_ID = lazy_pattern(r"[a-z0-9-]+")
MOST_FILES = 200
"""The most files of kinds in one place; a folder of other TOML files is named by mistake."""


class PlaceKind(Enum):
    """Where kinds may come from, the first of them first."""

    FILE = "file"
    """A file that the command line names."""
    FOLDER = "folder"
    PACKAGE = "package"
    BUILTIN = "builtin"


@dataclass(frozen=True, slots=True)
class Place:
    """One place with kinds."""

    kind: PlaceKind
    name: str = ""
    """The folder or the package, clean; "" for the built-in ones."""

    @property
    def message(self) -> Message:
        """The place, in words."""
        return Message(f"kinds.place.{self.kind.value}", name=self.name)


@dataclass(frozen=True, slots=True)
class FoundKind:
    """A kind in a place, sound or not."""

    place: Place
    id: str
    """The id; that of the file name if the file does not say one."""
    language: str
    title: str
    kind: Kind | None = None
    """The kind, if it is sound."""
    files: tuple[str, ...] = ()
    """The paths of its files, clean."""
    faults: tuple[KindFault, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The id and the language, by which it replaces others."""
        return self.id, self.language

    @property
    def fault_message(self) -> Message:
        """How many faults there are, and the command that lists them."""
        return Message.counted("kinds.faults", len(self.faults))


@cache
def builtin_kinds() -> tuple[FoundKind, ...]:
    """Return the built-in kinds, in the order of their file names."""
    from importlib.resources import files

    entries = files(templates).joinpath(_FOLDER).iterdir()
    names = sorted(entry.name for entry in entries if entry.name.endswith(".toml"))
    keys = [name.removesuffix(".toml").split(".") for name in names]
    found = (builtin(id_, language) for id_, language in keys)
    return tuple(one for one in found if one is not None)


def builtin_text(name: str) -> str:
    """Return the text of a file of the built-in kinds, also in a zipped package.

    Raises OSError if there is none.
    """
    data = get_data(templates.__name__, f"{_FOLDER}/{name}")
    if data is None:  # an importer that knows no data files
        raise FileNotFoundError(name)
    return data.decode("utf-8")


@cache
def builtin(id_: str, language: str) -> FoundKind | None:
    """Return a built-in kind of this id and language, or None; no other file is read."""
    name = f"{id_}.{language}.toml"
    if not _ID.fullmatch(id_):
        return None
    try:
        text = builtin_text(name)
    except OSError:
        return None
    (found,) = kinds_in(Place(PlaceKind.BUILTIN), [parse_kind(text, name)])
    return found


def builtin_kind(id_: str, language: str) -> Kind:
    """Return a built-in kind. Raises KeyError if there is none."""
    found = builtin(id_, language)
    if found is None or found.kind is None:
        raise KeyError(id_, language)
    return found.kind


def folder_kinds(folder: Path) -> tuple[FoundKind, ...]:
    """Return the kinds in the TOML files of a folder, not deeper; its faults are among them."""
    name = clean_line(str(folder))
    place = Place(PlaceKind.FOLDER, name)
    try:
        entries = sorted(path for path in folder.iterdir() if path.name.endswith(".toml"))
    except (OSError, ValueError):
        fault = KindFault(name, 0, Message("template.no_folder"))
        return (FoundKind(place, "", "", name, files=(name,), faults=(fault,)),)
    if len(entries) > MOST_FILES:
        fault = KindFault(name, 0, Message("template.too_many", most=MOST_FILES))
        return (FoundKind(place, "", "", name, files=(name,), faults=(fault,)),)
    return kinds_in(place, [read_kind_file(path) for path in entries])


def own_checklists(folder: Path) -> tuple[FoundKind, ...]:
    """Return the kinds of a folder with lists (format 1) that replace the built-in ones.

    Only files with the names of such lists are read: `<kind>.<role>.<language>.toml`.
    """
    place = Place(PlaceKind.FOLDER, clean_line(str(folder)))
    names = product(CONVERSATION_KINDS, ROLES, LANGUAGES)
    paths = [folder / ".".join((*name, "toml")) for name in names]
    # `lexists`: a folder or dangling link at the path is reported, not skipped silently.
    files = [_read_own(path) for path in paths if os.path.lexists(path)]
    return kinds_in(place, files)


def _read_own(path: Path) -> KindFile:
    """Read a list; one that is not sound replaces the built-in one too, as its name says."""
    file = read_kind_file(path)
    found = file.checklist
    inside = f"{found.kind}.{found.role}.{found.language}.toml" if found else path.name
    faults = list(file.faults)
    if path.name != inside or file.kind is not None:
        inside = f"{file.id}.{file.language}.toml" if file.kind is not None else inside
        faults.append(KindFault(file.name, 1, Message("template.other_name", inside=inside)))
    if not faults:
        return file
    kind, _, language, _ = path.name.split(".")
    return KindFile(
        file.name, faults=tuple(faults), is_list=True, id=kind, language=language, title=file.title
    )


def kinds_in(place: Place, files: Iterable[KindFile]) -> tuple[FoundKind, ...]:
    """Return the kinds in the files of one place; two that are the same are a fault of both."""
    found: list[FoundKind] = []
    lists: dict[tuple[str, str], list[KindFile]] = {}
    known = {(kind, language) for kind in CONVERSATION_KINDS for language in LANGUAGES}
    for file in files:
        if file.is_list and (file.id, file.language) in known:
            lists.setdefault((file.id, file.language), []).append(file)
            continue
        name = Path(file.name).name
        id_, title = file.id or name.removesuffix(".toml"), file.title or name
        found.append(
            FoundKind(place, id_, file.language, title, file.kind, (file.name,), file.faults)
        )
    found += [_kind_of_lists(place, same) for same in lists.values()]
    return tuple(_with_twin_faults(one, found) for one in found)


def _kind_of_lists(place: Place, files: Sequence[KindFile]) -> FoundKind:
    """Return the kind of one or two lists (format 1); for a role without one the built-in list."""
    id_, language = files[0].id, files[0].language
    base = builtin_kind(id_, language)
    faults = [fault for file in files for fault in file.faults]
    by_role: dict[Role, KindFile] = {}
    for file in files:
        if file.checklist is None:
            continue
        if other := by_role.get(file.checklist.role):
            faults += [_same(file, other.name), _same(other, file.name)]
        by_role[file.checklist.role] = file
    names = tuple(file.name for file in files)
    if faults:
        return FoundKind(place, id_, language, base.title, None, names, sorted_faults(faults))
    own = {role: file.checklist for role, file in by_role.items()}
    lists = [own.get(role) or list_of(base, role) for role in ROLES]
    kind = kind_of_lists(lists, base, digest_of(*(file.digest for file in files)))
    return FoundKind(place, id_, language, kind.title, kind, names)


def _same(file: KindFile, other: str) -> KindFault:
    values = {"kind": file.id, "language": file.language, "other": other}
    return KindFault(file.name, 1, Message("template.same_kind", **values))


def _with_twin_faults(one: FoundKind, found: Sequence[FoundKind]) -> FoundKind:
    """Return a kind with a fault for each other one of the same id and language."""
    others = [other for other in found if other is not one and other.key == one.key and one.id]
    if not others:
        return one
    values = {"kind": one.id, "language": one.language}
    twins = [
        KindFault(file, 1, Message("template.same_kind", other=other.files[0], **values))
        for file in one.files
        for other in others
    ]
    return replace(one, kind=None, faults=sorted_faults((*one.faults, *twins)))
