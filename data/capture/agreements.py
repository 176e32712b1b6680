"""Add an agreement, and record progress of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..errors import UsageError
from ..i18n.catalogue import LANGUAGES, Catalogue, Message, catalogue
from ..ids import PartnerId, RowId
from ..model.agreement_label import agreement_labelled, labelled
from ..model.agreements.given_numbers import new_label
from ..model.conversation import (
    AGREEMENT_KINDS,
    Agreement,
    AgreementKind,
    Conversation,
    Partner,
    Progress,
)
from ..model.edits import AddAgreement, AddProgress, FieldEdit, Reorder, new_id
from ..model.fields import Value
from ..model.fractional_index import keys_to_insert
from ..session.session import Session
from ..system.clock import utc_now
from ..text.plain_words import has_words, search_words
from ..text.sanitize import clean_line, clip
from .row_choice import Row, choose_row

_ME = frozenset({"me", "i", "myself", "ik", "mij", "mezelf"})
_LONGEST = 40


def agreement_kind(wanted: str, offered: Sequence[AgreementKind]) -> AgreementKind:
    """Return the kind of agreement that a word means: its id, its name in any language, or a start.

    The first of those that the conversation offers if it is empty. Raises UsageError.
    """
    if not wanted:
        return offered[0]
    word = " ".join(search_words(wanted))
    known = {kind: (kind, *_names(kind)) for kind in AGREEMENT_KINDS if kind in offered}
    found = [
        kind for kind, names in known.items() if word and any(n.startswith(word) for n in names)
    ]
    if len(found) != 1:
        raise UsageError(
            "capture.kind", wanted=clip(clean_line(wanted), _LONGEST), known=", ".join(known)
        )
    return found[0]


def _names(kind: AgreementKind) -> Iterable[str]:
    for language in LANGUAGES:
        yield " ".join(search_words(catalogue(language)(f"form.agreement.kind.{kind}")))


def person_named(wanted: str, partners: Sequence[Partner], me: PartnerId | None) -> str:
    """Return the name of the partner whom a word means, such as `anna` or `me`; else the word."""
    words = search_words(wanted)
    if len(words) == 1 and words[0] in _ME:
        return next((partner.name for partner in partners if partner.id == me), wanted)
    for is_match in (str.__eq__, str.startswith):
        found = [
            partner.name
            for partner in partners
            if words and has_words(search_words(partner.name), words, is_match)
        ]
        if len(found) == 1:
            return found[0]
    return wanted


def is_partner(name: str, partners: Sequence[Partner]) -> bool:
    """Return whether a name means a partner, or both of them in any language."""
    known = {word for partner in partners for word in search_words(partner.name)}
    for language in LANGUAGES:
        known.update(search_words(catalogue(language)("form.agreement.both_words")))
    return not known.isdisjoint(search_words(name))


class NewAgreement(NamedTuple):
    """An agreement that is not applied yet: its id, the label that it will have, and the edits."""

    id: RowId
    label: Message
    edits: tuple[FieldEdit, ...]


def new_agreement(session: Session, values: Mapping[str, Value]) -> NewAgreement:
    """Return an agreement with these values for the end of the list."""
    row = new_id()
    others = [(other.id, other.order) for other in session.conversation.agreements]
    orders = dict(keys_to_insert(row, len(others), others))
    edit = AddAgreement(Agreement(id=row, created=utc_now(), order=orders.pop(row)), values)
    label = new_label(edit.fields(), row, session.fields)
    return NewAgreement(row, label, (edit, Reorder("agreement", orders)) if orders else (edit,))


def agreement_rows(conversation: Conversation, words: Catalogue) -> list[Row]:
    """Return the agreements with their labels in a language."""
    return [Row(each.id, each.text, words(label)) for label, each in labelled(conversation)]


def find_agreement(conversation: Conversation, wanted: str, words: Catalogue) -> Agreement:
    """Return the agreement with a label, or that the words mean.

    Raises NotFoundError or UsageError.
    """
    languages = (words, catalogue(conversation.header.language))
    if (found := agreement_labelled(conversation, wanted, languages)) is not None:
        return found
    row = choose_row(agreement_rows(conversation, words), wanted, "agreement")
    return next(each for each in conversation.agreements if each.id == row.id)


def add_progress(
    session: Session, agreement: Agreement, text: str, percent: int | None = None
) -> Progress:
    """Record how an agreement is going, as the partner at this terminal."""
    by = session.require_partner()
    entry = Progress(new_id(), RowId(agreement.id), utc_now(), by, text, percent)
    session.apply(AddProgress(entry))
    return entry
