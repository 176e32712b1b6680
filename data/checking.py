"""Is a conversation's file whole, what is missing, what could be repaired."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .completeness import gaps
from .conversation import AgreementKind
from .errors import StoreError
from .language import say
from .locking import unlocked_beside
from .session import Session, private_path
from .standing import standing_lines, standings
from .store.folders import shown
from .store.keeper import Keeper
from .store.reading import PrivateFile
from .store.storage import DamagedFile, restore_previous
from .summary import SUFFIX, copy_of_private


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An open agreement that still misses something: `number` within its kind, field `names`."""

    kind: AgreementKind
    number: int
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `fault` is empty when the file is whole."""

    slug: str
    path: Path
    fault: str = ""
    previous: Path | None = None
    """The previous good copy, where the file is damaged and there is one."""
    recovered: int = 0
    """Updates that a killed session left in its journal; opening takes them in."""
    damaged_journals: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()
    """What the conversation as a whole misses: `agreement` or `development`, see `Gap`."""
    incomplete: tuple[Incomplete, ...] = ()
    """Open agreements that still miss something."""
    standing: tuple[str, ...] = ()
    """Where the partners stand, in the user's words; nothing while nobody said anything."""
    private: bool = False
    """Whether it is no conversation but a partner's private preparation."""
    overdue: bool = False
    """Whether the last conversation with this person was longer ago than is kept."""

    keys: int = 0
    """For how many keys it is locked; 0 where it is not."""
    unlocked_beside: tuple[Path, ...] = ()
    """Plain files beside a locked conversation that hold its content."""

    @property
    def whole(self) -> bool:
        """Whether everything could be read."""
        return not self.fault and not self.damaged_journals

    def lines(self) -> list[str]:
        """The report in words."""
        if self.fault:
            return [f"{self.slug}: {self.fault}"]
        if self.private:
            return list(self._private())
        lines = [say("check.whole" if self.whole else "check.partly", slug=self.slug)]
        if self.keys:
            key = "check.locked.one" if self.keys == 1 else "check.locked"
            lines.append("  " + say(key, count=self.keys))
        beside = map(shown, self.unlocked_beside)
        lines += ["  " + say("check.unlocked_beside", path=path) for path in beside]
        if self.recovered:
            lines.append("  " + say("check.recovered", count=self.recovered))
        lines += ["  " + say("check.journal", path=shown(path)) for path in self.damaged_journals]
        lines += ["  " + say(f"gap.{name}") for name in self.missing]
        for row in self.incomplete:
            label = f"{say(f'pane.kind.{row.kind}')}{row.number}"
            fields = ", ".join(say(f"field.{name}") for name in row.names)
            text = f"{label} {row.text or '…'}"
            lines.append("  " + say("check.incomplete", text=text, fields=fields))
        return lines + [f"  {told}" for told in self.standing]

    def _private(self) -> Iterator[str]:
        yield say("check.private", slug=self.slug)
        of = copy_of_private(os.fsencode(self.path.name))
        if of and self.path.with_name(of + SUFFIX).exists():
            file = shown(shlex.quote(os.fspath(self.path)))
            yield "  " + say("check.private_copy", slug=shown(shlex.quote(of)), file=file)


def check_file(path: Path) -> Report:
    """Read a conversation as opening it would, its private file too, and tell what is found.

    Nothing is written.
    """
    slug = path.name.removesuffix(".json")
    try:
        session = Session.look(path)
        seal = session.seal
        beside = unlocked_beside(path) if seal is not None else []
    except DamagedFile as error:
        return Report(slug, path, fault=str(error), previous=error.previous)
    except PrivateFile:
        return Report(slug, path, private=True)
    except StoreError as error:
        return Report(slug, path, fault=str(error))
    standing = standings(session.conversation, session.fields, session.notes.note_lines())
    found = list(gaps(session.conversation))
    return Report(
        slug,
        path,
        recovered=session.recovered,
        damaged_journals=tuple(session.damaged_journals),
        missing=tuple(name for gap in found if gap.agreement is None for name in gap.names),
        incomplete=tuple(
            Incomplete(gap.agreement.kind, gap.number, gap.agreement.text, gap.names)
            for gap in found
            if gap.agreement is not None
        ),
        standing=tuple(standing_lines(standing)) if session.conversation.approvals else (),
        keys=len(seal.recipients) if seal is not None else 0,
        unlocked_beside=tuple(beside),
    )


def restore(path: Path) -> str:
    """Put the previous good copy back where the file is damaged; tells what was done.

    The damaged file stays beside it. Raises StoreError where there is no good copy.
    """
    for candidate in (path, private_path(path)):
        if candidate != path and not candidate.exists():
            continue
        try:
            Keeper.open(candidate, read_only=True, private=candidate != path)
        except DamagedFile:
            kept = restore_previous(candidate)
            return say("check.restored", path=shown(candidate), kept=shown(kept or "-"))
    return say("check.nothing_to_restore", path=shown(path))
