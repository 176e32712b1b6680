"""All kinds that this user can choose: of the settings' folders, of packages, and built-in.

The first place that has a kind wins, as a whole; `Library.hidden` says which ones it hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from ..errors import UsageError
from ..i18n.catalogue import LANGUAGES
from ..kinds.kind import Kind
from ..settings.settings import Settings
from ..settings.toml_reader import TomlFault, read_text
from ..system.paths import is_folder
from .checklist_file import kind_of_lists
from .faults import FaultyKind, KindFault, sorted_faults
from .kind_file import digest_of, read_kind_file
from .kind_place import (
    FoundKind,
    PlaceKind,
    builtin,
    builtin_kind,
    builtin_kinds,
    builtin_text,
    folder_kinds,
    own_checklists,
)


@dataclass(frozen=True)
class Library:
    """The kinds of all places."""

    folders: Sequence[Path] = ()
    checklists: Path | None = None
    """A folder with lists (format 1) that replace those of built-in kinds."""
    only: bool = False
    """Whether there are only the kinds of `folders`."""
    packages: bool = True
    """Whether to look for packages with kinds."""

    @classmethod
    def of(cls, settings: Settings) -> Library:
        """Return the kinds that the settings name."""
        return cls(settings.kinds, settings.templates, settings.only_kinds)

    @cached_property
    def all(self) -> tuple[FoundKind, ...]:
        """Every kind of every place, the first place first, those that are hidden too."""
        return tuple(found for place in self._places() for found in place)

    @cached_property
    def kinds(self) -> tuple[FoundKind, ...]:
        """The kinds to choose from, by title; those that are not sound too."""
        first: dict[tuple[str, str], FoundKind] = {}
        for found in self.all:
            first.setdefault(found.key if found.id else (found.files[0], ""), found)
        return tuple(sorted(first.values(), key=lambda one: (one.title.casefold(), one.key)))

    def hidden_by(self, found: FoundKind) -> tuple[FoundKind, ...]:
        """Return the kinds of places further down that this one replaces."""
        if found not in self.kinds or not found.id:
            return ()
        same = [other for other in self.all if other.key == found.key and other is not found]
        return tuple(other for other in same if other.place != found.place)

    @property
    def faults(self) -> tuple[KindFault, ...]:
        """All faults of all files, also of those that are hidden."""
        return sorted_faults(fault for found in self.all for fault in found.faults)

    def choices(self, language: str) -> tuple[FoundKind, ...]:
        """Return the kinds to choose from, each once: in this language where it has that."""
        found: dict[str, FoundKind] = {}
        for one in sorted(self.kinds, key=lambda one: one.language != language):
            found.setdefault(one.id or one.files[0], one)
        return tuple(sorted(found.values(), key=lambda one: (one.title.casefold(), one.key)))

    def languages(self, id_: str) -> tuple[str, ...]:
        """Return the languages that a kind has."""
        keys = {one.key for one in self.kinds}
        return tuple(code for code in LANGUAGES if (id_, code) in keys)

    def name_of(self, id_: str, language: str = "") -> str:
        """Return what a kind is called, in this language where it has that; else its id."""
        names = {one.language: one.title for one in self.kinds if one.id == id_}
        return names.get(language) or next(iter(names.values()), id_)

    def kind_in(self, id_: str, language: str) -> Kind | None:
        """Return a kind in this language, where it has that; None if that is not sound."""
        return next((one.kind for one in self.kinds if one.key == (id_, language)), None)

    def find(self, id_: str, language: str) -> Kind:
        """Return a kind in this language, else in another one.

        Raises FaultyKind if it is not sound, and UsageError if there is none of this id.
        """
        found: dict[str, FoundKind] = {}
        for own in chain.from_iterable(self._own_places()):
            if own.id == id_:
                found.setdefault(own.language, own)
        for code in (language, *LANGUAGES):
            one = found.get(code) or (None if self.only else builtin(id_, code))
            if one is not None:
                if one.kind is None:
                    raise FaultyKind(one.faults)
                return one.kind
        if found:  # its language is a fault too
            raise FaultyKind(next(iter(found.values())).faults)
        raise UsageError("kinds.unknown", kind=id_, known=self._known)

    def _known(self, _: object) -> str:
        return ", ".join(sorted({one.id for one in self.kinds if one.kind}))

    def _places(self) -> Iterator[Iterable[FoundKind]]:
        yield from self._own_places()
        if not self.only:
            yield builtin_kinds()

    def _own_places(self) -> Iterator[Iterable[FoundKind]]:
        """Yield the kinds of all places that have others than the built-in ones."""
        yield from map(folder_kinds, self.folders)
        if self.only:
            return
        if self.checklists is not None:
            yield own_checklists(self.checklists)
        if self.packages:
            from .kind_packages import package_kinds

            yield from package_kinds()


BUILTIN = Library(packages=False)
"""The built-in kinds alone."""


def kind_of_files(paths: Sequence[Path]) -> Kind:
    """Return the kind in a file, or in the lists (format 1) of both roles or of one.

    Raises FaultyKind with all faults of all files, and UsageError if they make no one kind.
    """
    files = [read_kind_file(path) for path in paths]
    if faults := sorted_faults(fault for file in files for fault in file.faults):
        raise FaultyKind(faults)
    lists = [file.checklist for file in files if file.checklist is not None]
    kinds = [file.kind for file in files if file.kind is not None]
    if len(kinds) == 1 and not lists:
        return kinds[0]
    same = {(each.kind, each.language) for each in lists}
    if kinds or len(same) != 1:
        raise UsageError("kinds.one_kind")
    base = builtin_kind(*next(iter(same)))
    return kind_of_lists(lists, base, digest_of(*(file.digest for file in files)))


def faults_in_path(path: Path) -> tuple[KindFault, ...]:
    """Return the faults in a file of a kind, or in all TOML files of a folder."""
    if is_folder(path):
        return sorted_faults(fault for found in folder_kinds(path) for fault in found.faults)
    return read_kind_file(path).faults


def text_of(library: Library, id_: str, language: str) -> str:
    """Return the text of the file of a kind, also of one that is not sound.

    Raises UsageError if there is none, or if it is made of two lists.
    """
    wanted = [one for one in library.kinds if one.id == id_]
    found = next((one for one in wanted if one.language == language), None)
    if found is None or len(found.files) != 1:
        known = ", ".join(sorted(".".join(one.key) for one in library.kinds if one.id))
        raise UsageError("kinds.unknown", kind=f"{id_}.{language}", known=known)
    if found.place.kind is PlaceKind.BUILTIN:
        return builtin_text(found.files[0])
    try:
        return read_text(Path(found.files[0]))
    except TomlFault as fault:
        raise FaultyKind([KindFault(found.files[0], fault.line, fault.message)]) from None
