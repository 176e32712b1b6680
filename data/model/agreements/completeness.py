"""The gaps of agreements that are not concrete yet. They are shown, and never prevent anything.

A concrete agreement has an owner, a measure, a due date, and the support needed with its supporter.
A whole conversation has an agreement for each goal, a word of appreciation, a date for the next
talk, and words of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...i18n.catalogue import Message
from ...ids import PartnerId
from ...lazy_dataclass import dataclass
from ...text.sanitize import clean_line, clip
from ..agreement_label import agreement_label
from ..appreciation import appreciation_text
from ..checklist.competencies import goal_lines
from ..conversation import Agreement, Conversation

_NO_SUPPORT_NEEDED = frozenset(
    {
        "-",
        "geen",
        "niets",
        "niet nodig",
        "nvt",
        "n.v.t.",
        "no",
        "none",
        "nothing",
        "not needed",
        "n/a",
    }
)
"""Answers to "what support is needed" after which "by whom" need not be filled in."""


LATER_GAPS = ("goals", "appreciation", "next", "voice")
"""Gaps of a conversation that has agreements: a goal without one, no appreciation, no next date,
and notes of which every word is by one of the two."""

_GOAL = 40
"""The most code points of a goal that is named as a gap."""
_MANY_WORDS = 40
"""From this many words on, the notes are more than a beginning: both may be expected in them."""


def missing_fields(agreement: Agreement) -> tuple[str, ...]:
    """Return the names of the fields that are gaps, in the order of the form."""
    wanted = ["text", "owner", "measure", "due", "support"]
    names = [name for name in wanted if not getattr(agreement, name)]
    if agreement.support and not agreement.support_by and not means_no_support(agreement.support):
        names.append("support_by")
    return tuple(names)


def means_no_support(text: str) -> bool:
    """Return whether the answer to "what support is needed" says that none is."""
    said = " ".join(clean_line(text).lower().split())
    return said in _NO_SUPPORT_NEEDED or said.rstrip(".") in _NO_SUPPORT_NEEDED


@dataclass(frozen=True, slots=True)
class CompletenessGap:
    """A gap: in an agreement, by field names, or in the conversation as a whole.

    Without an agreement `names` holds one word: `agreement` (there is none at all yet), a kind of
    agreement (there is none of it, and one is usual), or one of `LATER_GAPS`.
    """

    agreement: Agreement | None
    number: str
    """The agreement's number within its kind; "" without an agreement."""
    names: tuple[str, ...]
    goals: tuple[str, ...] = ()
    """The goals without an agreement, shortened, if that is the gap."""

    @property
    def message(self) -> Message:
        """The gap, such as `R2: measure, support`."""
        if self.goals:
            goals = tuple(Message("completeness.goal", text=goal) for goal in self.goals)
            return Message("completeness.gap.goals", goals=goals)
        if self.agreement is None:
            return Message(f"completeness.gap.{self.names[0]}")
        return Message(
            "completeness.gap",
            label=agreement_label(self.agreement.kind, self.number),
            fields=field_names(self.names),
        )


def field_names(names: Iterable[str]) -> tuple[Message, ...]:
    """Return what the missing fields of an agreement are called."""
    return tuple(Message(f"completeness.field.{name}") for name in names)


def completeness_gaps(conversation: Conversation) -> Iterator[CompletenessGap]:
    """Yield the gaps of a conversation and of its open agreements."""
    yield from gaps_of_the_whole(conversation)
    for number, agreement in conversation.numbered():
        if agreement.status == "open" and (names := missing_fields(agreement)):
            yield CompletenessGap(agreement, number, names)


def gaps_of_the_whole(conversation: Conversation) -> Iterator[CompletenessGap]:
    """Yield the gaps of a conversation as a whole.

    The kind of conversation says of which kinds an agreement is usual.
    """
    wanted = [row for row in conversation.agreements if row.status != "dropped"]
    expected = conversation.header.expected
    if not wanted and expected:
        yield CompletenessGap(None, "", ("agreement",))
    elif wanted:
        made = {row.kind for row in wanted}
        yield from (CompletenessGap(None, "", (kind,)) for kind in expected if kind not in made)
    if wanted:
        yield from _later_gaps(conversation)


def _later_gaps(conversation: Conversation) -> Iterator[CompletenessGap]:
    """Yield those of `LATER_GAPS` that there are; those of the notes only if these are known."""
    if goals := goals_without_agreement(conversation):
        yield CompletenessGap(None, "", ("goals",), tuple(clip(goal, _GOAL) for goal in goals))
    yield from (CompletenessGap(None, "", (name,)) for name in _gaps_of_talk(conversation))


def _gaps_of_talk(conversation: Conversation) -> Iterator[str]:
    """Yield what the talk lacks beside agreements on its goals."""
    texts = [line.text for line in conversation.notes]
    if texts and not any(appreciation_text(text) for text in texts):
        yield "appreciation"
    if conversation.header.next_on is None:
        yield "next"
    words: dict[PartnerId, int] = {}
    for line in conversation.notes:
        if not line.text.startswith("#"):
            words[line.by] = words.get(line.by, 0) + len(line.text.split())
    counts = [words.get(partner.id, 0) for partner in conversation.partners]
    if len(counts) > 1 and min(counts) == 0 and max(counts) >= _MANY_WORDS:
        yield "voice"


def goals_without_agreement(conversation: Conversation) -> list[str]:
    """Return the goals, line by line, on which no agreement is based that still counts."""
    based_on = " ".join(
        row.based_on.casefold() for row in conversation.agreements if row.status != "dropped"
    )
    return [goal for goal in goal_lines(conversation) if goal.casefold() not in based_on]
