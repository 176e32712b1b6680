"""Recovery of updates that ended sessions left beside a file, in journals and previous copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..crdt.replica import Replica
from ..crdt.replica_errors import ReplicaError
from ..system.files.atomic_files import previous_copy
from ..system.paths import exists, is_folder
from .conversation_file import read_document
from .encryption.keyring import USUAL_KEYS, Keyring
from .journal.journal_reader import JournalFile, read_journals
from .siblings import journal_folder, private_path
from .unrelated.ancestry import ancestry, may_belong_to


@dataclass(slots=True)
class Recovery:
    """The result of replaying the journals beside a file."""

    recovered: int = 0
    """The number of updates that changed the document."""
    unrelated_journals: list[JournalFile] = field(default_factory=list)
    """Journals of another conversation; nothing of them was applied."""
    damaged_journals: list[Path] = field(default_factory=list)
    """Journals that are partly unreadable; the updates before the damage were applied."""
    orphaned_journals: list[JournalFile] = field(default_factory=list)
    """Undamaged journals of ended sessions: the next save makes them superfluous."""
    has_unsaved_edits: bool = False
    """Whether the user of the file made edits that no session has saved."""
    needs_save: bool = False
    """Whether the next save makes a journal superfluous, or a damaged one was read in part."""

    def waiting_journals(self, replica: Replica) -> list[JournalFile]:
        """Return the journals of ended sessions of which an update waits for a missing one.

        The file is older than what they build on, such as a backup. They stay until the rest is
        there.
        """
        if replica.is_complete_without_others:
            return []
        return [
            journal
            for journal in self.orphaned_journals
            if not all(map(replica.holds, journal.frames))
        ]


def replay_journals(path: Path, replica: Replica, *, keyring: Keyring = USUAL_KEYS) -> Recovery:
    """Apply the updates in the journals beside the file at `path` to its replica.

    Journals of running sessions are included. Raises StorageError if the folder is unreadable.
    """
    found = Recovery()
    here = ancestry(replica)
    for journal in read_journals(journal_folder(path), keyring=keyring):
        if not may_belong_to(journal.frames, journal.document_clients, here):
            found.unrelated_journals.append(journal)
            continue
        if journal.damaged:
            found.damaged_journals.append(journal.path)
        recovered = found.recovered
        for update in journal.frames:
            try:
                changes = replica.apply(update)
            except ReplicaError:
                found.damaged_journals.append(journal.path)
                break
            if changes:
                found.recovered += 1
        if journal.client in replica.clocks_by_client:
            found.has_unsaved_edits = True
        if not journal.in_use:
            if journal.path not in found.damaged_journals:
                found.orphaned_journals.append(journal)
            else:
                found.needs_save = True
            found.needs_save |= found.recovered > recovered
    waiting = found.waiting_journals(replica)
    found.needs_save |= len(waiting) < len(found.orphaned_journals)
    return found


def previous_document(path: Path, *, keyring: Keyring = USUAL_KEYS) -> str | None:
    """Return the document in the previous copy, if a journal or a private file builds on it.

    It replaces a document that was removed from the file by hand. Otherwise the conversation is
    rebuilt from the tables alone, so that two people who do this get the same document.
    """
    if not is_folder(journal_folder(path)) and not exists(private_path(path)):
        return None
    return read_document(previous_copy(path), keyring=keyring)
