"""The label of an agreement, such as `R1`: everything that shows or reads one asks here.

It is the letter of the agreement's kind in a language, and the number that the agreement was given
within that kind (`agreement_numbers.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..i18n.catalogue import Message
from ..text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from ..i18n.catalogue import Catalogue
    from .conversation import Agreement, Conversation


def agreement_label(kind: str, number: int | str) -> Message:
    """Return the label of an agreement by its kind, and its number within the kind."""
    return Message("pane.agreement_label", kind=Message(f"pane.kind.{kind}"), number=number)


def labelled(conversation: Conversation) -> Iterator[tuple[Message, Agreement]]:
    """Yield the agreements in order, each with its label."""
    for number, agreement in conversation.numbered():
        yield agreement_label(agreement.kind, number), agreement


def agreement_labelled(
    conversation: Conversation, label: str, languages: Iterable[Catalogue]
) -> Agreement | None:
    """Return the agreement with a label such as `R2`, which may be in capitals or not.

    A label that two kinds have, each in another language, is that of the first of the languages.
    """
    wanted = label.strip().casefold()
    for words in languages:
        for found, agreement in labelled(conversation):
            if words(found).casefold() == wanted:
                return agreement
    return None


_LABEL = lazy_pattern(r"\w*?([1-9][0-9]{0,5}[a-z]{0,3})(?= |:|$)")


def number_in(heading: str) -> str:
    """Return the number in the label with which a text begins, such as `2b`; "" without one."""
    match = _LABEL.match(heading)
    return match[1] if match else ""
