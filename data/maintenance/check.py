"""Check a conversation's files: whether they are intact, and what can be repaired."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ..approval.status import ApprovalStatus, approval_statuses, status_lines
from ..errors import AfspraakError
from ..i18n.catalogue import Catalogue, Message
from ..ids import Slug
from ..model.agreement_label import agreement_label
from ..model.agreements.completeness import LATER_GAPS, completeness_gaps, field_names
from ..model.conversation import AgreementKind
from ..notebook.summary import SUFFIX, slug_at, slug_of_private_copy
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.encryption.keyring import Keyring
from ..storage.json_storage import DamagedFile
from ..storage.loader import PrivateFile
from ..storage.siblings import FolderNames, private_path
from ..system.files.atomic_files import previous_copy
from ..system.files.file_errors import display_path
from ..system.paths import exists
from .file_inventory import FileState, file_states, index_state
from .lock import unlocked_beside
from .repair import journals_suffice, journals_unreadable


@dataclass(frozen=True, slots=True)
class IncompleteAgreement:
    """An open agreement with gaps: `number` within its kind, field `names`."""

    kind: AgreementKind
    number: str
    text: str
    names: tuple[str, ...]

    def to_dict(self, words: Catalogue) -> dict[str, object]:
        """Return its values by name, for programs, and its label."""
        return {**asdict(self), "label": words(agreement_label(self.kind, self.number))}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of a check. `fault` is None if the file is intact."""

    slug: Slug
    path: Path
    fault: Message | None = None
    previous: Path | None = None
    """The previous copy, if the file is damaged and there is one."""
    recovered: int = 0
    """Updates that a killed session left in its journal; opening applies them."""
    damaged_journals: tuple[Path, ...] = ()
    waits: bool = False
    """Whether an update in a journal builds on a missing one, so that it cannot be applied."""
    missing: tuple[str, ...] = ()
    """Gaps of the conversation as a whole: `agreement` or `development`; see `CompletenessGap`."""
    incomplete: tuple[IncompleteAgreement, ...] = ()
    """Open agreements with gaps."""
    standing: tuple[ApprovalStatus, ...] = ()
    """The approval status of each partner; empty while there is no stance."""
    private: bool = False
    """Whether the file is a partner's private preparation, not a conversation."""
    overdue: bool = False
    """Whether the last conversation with this person is past the retention period."""

    keys: int = 0
    """The number of keys for which it is locked; 0 if it is not locked."""
    foreign: tuple[Path, ...] = ()
    """Files beside it that belong to another conversation, which had this name before."""
    unlocked_beside: tuple[Path, ...] = ()
    """Plain files beside a locked conversation that hold its content."""
    copy_of: Slug | None = None
    """The conversation of which it is a copy that another program made."""
    files: tuple[FileState, ...] = ()
    """Every file that belongs to it, and its state."""
    advice: tuple[Message, ...] = ()
    """What can be done about a fault."""

    @property
    def is_intact(self) -> bool:
        """Whether everything could be read."""
        has_fault = self.fault or self.damaged_journals or self.waits or self.foreign
        return not (has_fault or any(file.fault for file in self.files))

    def to_dict(self, words: Catalogue) -> dict[str, object]:
        """Return its values by name, for programs; what is not there is an empty text."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return values | {
            "fault": self.fault or "",
            "incomplete": [row.to_dict(words) for row in self.incomplete],
            "standing": status_lines(words, self.standing),
            "files": [file._asdict() | {"fault": file.fault or ""} for file in self.files],
        }

    def lines(self, words: Catalogue) -> list[str]:
        """Return the report as lines of text."""
        if self.private:
            return [*self._private(words)]
        if self.copy_of and not self.fault:
            return [self._copy(words)]
        files = [f"  {words(line)}" for file in self.files for line in file.lines()]
        if self.fault:
            return [
                words("check.fault", slug=display_path(self.slug), reason=self.fault),
                *files,
                *(f"  {words(line)}" for line in (() if self.copy_of else self.advice)),
                *([f"  {self._copy(words)}"] if self.copy_of else ()),
            ]
        lines = [
            words("check.whole" if self.is_intact else "check.partly", slug=display_path(self.slug))
        ]
        if self.keys:
            lines.append("  " + words(Message.counted("check.locked", self.keys)))
        beside = map(display_path, self.unlocked_beside)
        lines += ["  " + words("check.unlocked_beside", path=path) for path in beside]
        if self.recovered:
            lines.append("  " + words("check.recovered", count=self.recovered))
        if self.waits:
            lines.append(
                "  " + words("check.pending_updates", slug=display_path(shlex.quote(self.slug)))
            )
        lines += [
            "  " + words("unrelated_history.beside", path=display_path(file))
            for file in self.foreign
        ]
        lines += files
        named = {file.path for file in self.files if file.fault}
        lines += [
            "  " + words("check.journal", path=display_path(path))
            for path in self.damaged_journals
            if path not in named
        ]
        lines += ["  " + words(f"completeness.gap.{name}") for name in self.missing]
        for row in self.incomplete:
            text = f"{words(agreement_label(row.kind, row.number))} {row.text or '…'}"
            fields = field_names(row.names)
            lines.append("  " + words("check.incomplete", text=text, fields=fields))
        return lines + [f"  {status}" for status in status_lines(words, self.standing)]

    def _copy(self, words: Catalogue) -> str:
        original = display_path(shlex.quote(self.copy_of or ""))
        return words("check.copy", slug=display_path(self.slug), original=original)

    def _private(self, words: Catalogue) -> Iterator[str]:
        yield words("check.private_file", slug=display_path(self.slug))
        slug = slug_of_private_copy(os.fsencode(self.path.name))
        if slug and exists(self.path.with_name(slug + SUFFIX)):
            yield "  " + words("check.private_copy", slug=display_path(shlex.quote(slug)))


def check_file(
    path: Path, *, user: User = SYSTEM_USER, listed: FolderNames | None = None
) -> CheckReport:
    """Read a conversation as opening it would, its private file too, and report on it.

    `listed` has the names in its folder, if they were listed before. Writes nothing.
    """
    slug = slug_at(path)
    try:
        session = Session.open_read_only(path, user=user)
        seal = session.seal
        beside = unlocked_beside(path) if seal is not None else []
    except PrivateFile:
        return CheckReport(slug, path, private=True)
    except AfspraakError as error:
        files = tuple(file_states(path, keyring=user.keyring, listed=listed))
        previous = error.previous if isinstance(error, DamagedFile) else None
        advice = tuple(_advice(slug, path, files, error, keyring=user.keyring))
        return CheckReport(
            slug, path, fault=error.message, previous=previous, files=files, advice=advice
        )
    files = tuple(file_states(path, keyring=user.keyring, listed=listed))
    statuses = approval_statuses(session.conversation, session.fields, session.notes.note_lines())
    gaps = list(completeness_gaps(session.conversation))
    return CheckReport(
        slug,
        path,
        recovered=session.replicas.recovered,
        damaged_journals=tuple(session.replicas.damaged_journals),
        waits=session.replicas.has_pending_updates,
        missing=tuple(
            name
            for gap in gaps
            if gap.agreement is None
            for name in gap.names
            if name not in LATER_GAPS
        ),
        incomplete=tuple(
            IncompleteAgreement(gap.agreement.kind, gap.number, gap.agreement.text, gap.names)
            for gap in gaps
            if gap.agreement is not None
        ),
        standing=statuses if session.conversation.approvals else (),
        keys=len(seal.recipients) if seal is not None else 0,
        foreign=tuple(session.replicas.unrelated.paths(path)),
        unlocked_beside=tuple(beside),
        files=files,
    )


def check_index(folder: Path) -> CheckReport | None:
    """Return the state of a notebook's index; None if there is none yet."""
    found = index_state(folder)
    if found is None:
        return None
    file = display_path(found.path)
    fault = Message("check.file.index", path=file) if found.fault else None
    return CheckReport(Slug("index"), found.path, fault=fault, files=(found,))


def _advice(
    slug: Slug,
    path: Path,
    files: Iterable[FileState],
    error: AfspraakError,
    *,
    keyring: Keyring,
) -> Iterator[Message]:
    """Yield the possible repairs of a file that cannot be opened, as lines of text."""
    if any(map(journals_unreadable, (path, private_path(path)))):
        yield Message("check.can.restore", slug=display_path(shlex.quote(slug)))
        return
    if not isinstance(error, DamagedFile):
        return  # such as a newer file, or a folder: the error says what to do
    name = display_path(shlex.quote(slug))
    has_previous = any(
        file.kind == "previous" and not file.fault and file.path == previous_copy(error.path)
        for file in files
    )
    can_restore = has_previous or journals_suffice(error.path, keyring=keyring)
    if can_restore:
        yield Message("check.can.restore", slug=name)
    if error.path == path:
        yield Message("check.can.or_copy" if can_restore else "check.can.copy", slug=name)
