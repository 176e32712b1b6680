"""The notebook: a folder of conversations, one file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .approving import digest_of
from .conversation import Conversation
from .errors import NothingFoundError, StoreError, UsageError
from .fields import to_conversation
from .identity import recognise
from .language import say
from .store.folders import private_folder, shown
from .store.reading import read_tables
from .store.storage import DurableStorage
from .store.tables import Tables, read_fields

SUFFIX = ".json"
PRIVATE_SUFFIX = ".private.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """One conversation in a list. `fault` tells why it cannot be opened; the rest is empty then."""

    slug: str
    path: Path
    title: str = ""
    kind: str = ""
    partner: str = ""
    """The name of the other partner."""
    names: tuple[str, ...] = ()
    date: date | None = None
    time: str = ""
    done: int = 0
    items: int = 0
    open_agreements: int = 0
    agreements: int = 0
    approved: tuple[str, ...] = ()
    """The partners (`manager`, `employee`) who agree with exactly what the file holds."""
    approval_void: tuple[str, ...] = ()
    """The partners who said where they stand, of something that was changed since."""
    fault: str = ""


class Notebook:
    """A folder with conversations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[Path]:
        """The conversation files, by name. Raises StoreError where the folder cannot be read."""
        if not self.folder.exists():
            return []
        try:
            found = [entry for entry in self.folder.iterdir() if entry.name.endswith(SUFFIX)]
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                say("notebook.unreadable", folder=self.folder, reason=reason)
            ) from error
        return sorted(
            path
            for path in found
            if not path.name.endswith(PRIVATE_SUFFIX) and not path.name.startswith(".")
        )

    def summaries(self) -> Iterator[Summary]:
        """The conversations, newest date first, those without a date last."""
        summaries = [summarise(path) for path in self.paths()]
        summaries.sort(key=lambda summary: summary.slug)
        summaries.sort(key=lambda summary: summary.date or date.min, reverse=True)
        return iter(summaries)

    def find(self, reference: str) -> Path:
        """The file that a reference means: a slug, an unambiguous beginning of one, or a path.

        Raises NothingFoundError where it means none, UsageError where it may mean several.
        """
        as_path = Path(reference).expanduser()
        if "/" in reference or reference.endswith(SUFFIX):
            if as_path.exists():
                return as_path
            raise UsageError(say("reference.no_file", path=shown(reference)))
        slugs = {path.stem: path for path in self.paths()}
        if reference in slugs:
            return slugs[reference]
        meant = [slug for slug in slugs if slug.startswith(reference.lower())]
        if len(meant) == 1:
            return slugs[meant[0]]
        if meant:
            raise UsageError(
                say("reference.several", reference=shown(reference), slugs=", ".join(meant[:8]))
            )
        raise NothingFoundError(
            say("reference.none", reference=shown(reference), folder=shown(self.folder))
        )

    def new_path(self, conversation: Conversation, me: str) -> Path:
        """A free file name for a new conversation, telling the other partner's name and the title.

        The folder is made when needed, for its user alone. Raises StoreError.
        """
        private_folder(self.folder)
        others = [partner.name for partner in conversation.partners if partner.id != me]
        slug = slug_of(" ".join([*others, conversation.header.title])) or conversation.header.kind
        number = 1
        path = self.folder / f"{slug}{SUFFIX}"
        while path.exists() or path.with_name(path.name + "~").exists():
            number += 1
            path = self.folder / f"{slug}-{number}{SUFFIX}"
        return path


def slug_of(text: str) -> str:
    """Lower-case letters, figures and hyphens that tell of a text; accents are left off."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w]+", "-", plain.lower().replace("_", "-")).strip("-")[:60].rstrip("-")


def read_conversation(path: Path) -> Conversation:
    """The conversation as its readable tables tell it, without notes. Raises StoreError."""
    return _read(path)[0]


def _read(path: Path) -> tuple[Conversation, Tables]:
    tables = read_tables(DurableStorage(path))
    return to_conversation(read_fields(tables)), tables


def summarise(path: Path) -> Summary:
    """One conversation file in a list; a file that cannot be read is listed with its fault."""
    try:
        conversation, tables = _read(path)
    except StoreError as error:
        return Summary(path.stem, path, fault=str(error))
    header = conversation.header
    me = recognise(conversation, {})
    # Most have no approvals yet, and then there is no digest to work out.
    digest = digest_of(tables) if conversation.approvals else ""
    return Summary(
        slug=path.stem,
        path=path,
        title=header.title,
        kind=header.kind,
        partner=next((p.name for p in conversation.partners if p.id != me), ""),
        names=tuple(partner.name for partner in conversation.partners),
        date=header.date,
        time=header.time,
        done=sum(item.state == "done" for item in conversation.checklist),
        items=len(conversation.checklist),
        open_agreements=sum(a.status == "open" for a in conversation.agreements),
        agreements=len(conversation.agreements),
        approved=tuple(
            a.partner for a in conversation.approvals if a.digest == digest and a.stance == "agreed"
        ),
        approval_void=tuple(a.partner for a in conversation.approvals if a.digest != digest),
    )
