"""What every format for trackers says of an agreement, and the ids that stay the same."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ...i18n.catalogue import Catalogue
from ...notebook.agreement_query import FoundAgreement
from ...text.plain_words import plain_words
from ...text.sanitize import clean_line

_NAMESPACE = uuid.UUID("5b0f3a52-0a35-4d0c-8a55-6c1f6f0d9a11")
"""The namespace of the ids of agreements, as RFC 9562 has for UUIDs of names."""


class Tracked(NamedTuple):
    """An agreement, or the support that was promised with one: single lines of clean text."""

    uuid: str
    """The same in every export, also from a follow-up, so that a second import changes it."""
    label: str
    text: str
    owner: str
    kind: str
    status: str
    due: date | None
    evaluate_on: date | None
    measure: str
    slug: str
    conversation: str
    promise: str
    """What the line is about: `agreement` or `support`."""

    @property
    def owner_word(self) -> str:
        """The owner as one word, such as `anna-de-vries`; empty for nobody."""
        return "-".join(plain_words(self.owner))


def tracked(words: Catalogue, found: Iterable[FoundAgreement]) -> Iterator[Tracked]:
    """Yield the agreements with their labels in a language."""
    uids: set[str] = set()
    for row in found:
        agreement = row.agreement
        promise = "support" if row.is_support else "agreement"
        name = f"{agreement.id}/{promise}"
        if name in uids:  # a copy of the conversation that is no follow-up
            name = f"{name}/{row.slug}"
        uids.add(name)
        yield Tracked(
            str(uuid.uuid5(_NAMESPACE, name)),
            clean_line(words(row.label)),
            _line(row.text_in(words)),
            _line(row.owner),
            agreement.kind,
            row.status,
            row.due,
            None if row.is_support else agreement.evaluate_on,
            "" if row.is_support else _line(agreement.measure),
            clean_line(row.slug),
            _line(row.conversation),
            promise,
        )


def _line(text: str) -> str:
    return " ".join(clean_line(text).split())
