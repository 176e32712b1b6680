"""Read the wording of the minutes: dates, times, states and stances.

The reverse of `wording`. Each result is written again: it counts only if it gives the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...i18n.catalogue import Catalogue
from ...ids import NOBODY, PARTNER_IDS, PartnerId, RowId, Slug
from ...model.conversation import (
    STANCES,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    ItemState,
    Progress,
)
from ...text.markdown import plain_text
from ...text.sanitize import clean_line
from . import wording

if TYPE_CHECKING:
    from markdown_it.token import Token

_Choice = TypeVar("_Choice", bound=str)


class Label(NamedTuple):
    """The bold text with a colon at the beginning of an entry, and the tokens after it."""

    name: str
    rest: list[Token]

    @property
    def text(self) -> str:
        """The text after the label, without markup."""
        return plain_text(self.rest).removeprefix(" ")


class PartnerNames:
    """The partners by their names in the minutes."""

    def __init__(self, conversation: Conversation, words: Catalogue) -> None:
        self._shown = {by: wording.name_of(by, conversation, words) for by in PARTNER_IDS}

    def partner_id(self, name: str) -> PartnerId:
        """Return the id of the partner with this name; a stranger's name is returned itself."""
        return self.partner_ids([name])[0]

    def partner_ids(
        self, names: Sequence[str], order: Sequence[PartnerId] = PARTNER_IDS
    ) -> list[PartnerId]:
        """Return the id of each name; partners with the same name are taken in this `order`."""
        remaining = list(order)
        ids: list[PartnerId] = []
        for name in names:
            found = next((by for by in remaining if self._shown[by] == name), None)
            if found:
                remaining.remove(found)
            ids.append(found or PartnerId(name))
        return ids


def label(tokens: Sequence[Token]) -> Label:
    """Return the bold beginning of a line and the rest; without one the name is empty."""
    inline = [token for token in tokens if token.type != "text" or token.content]
    if not inline or inline[0].type != "strong_open":
        return Label("", inline)
    close = next(at for at, t in enumerate(inline) if t.type == "strong_close" and t.level == 0)
    name = plain_text(inline[1:close])
    return Label(name.removesuffix(":"), inline[close + 1 :]) if name[-1:] == ":" else Label(
        "", inline
    )  # fmt: skip


def choice(text: str, group: str, known: Sequence[_Choice], words: Catalogue) -> _Choice | None:
    """Return the member of `known` whose message `<group>.<member>` is this text; else None."""
    return next((candidate for candidate in known if words(f"{group}.{candidate}") == text), None)


@cache
def _pattern(words: Catalogue, key: str) -> re.Pattern[str]:
    """Return a pattern of the message with any values filled in."""
    parts = re.split(r"{(\w+)}", words(key))
    return re.compile(
        "".join(f"(?P<{p}>.*)" if odd % 2 else re.escape(p) for odd, p in enumerate(parts)),
        re.DOTALL,
    )


def read_date(text: str, words: Catalogue) -> date | None:
    """Return the day that `written_date` wrote, or None."""
    match = _pattern(words, "form1.date").fullmatch(text)
    if match is None:
        return None
    months = [words(f"form1.month.{number}") for number in range(1, 13)]
    try:
        day = date(int(match["year"]), months.index(match["month"]) + 1, int(match["day"]))
    except (ValueError, OverflowError):  # the year may have any number of digits
        return None
    return day if wording.written_date(day, words) == text else None


def read_moment(text: str, words: Catalogue) -> str:
    """Return the UTC time that `written_moment` wrote, to the minute; else the text."""
    match = _pattern(words, "form1.moment").fullmatch(text)
    day = read_date(match["date"], words) if match else None
    if match is None or day is None:
        return text
    try:
        moment = datetime.combine(day, time.fromisoformat(match["time"]), UTC).isoformat()
    except ValueError:
        return text
    return moment if wording.written_moment(moment, words) == text else text


def read_day(text: str, words: Catalogue) -> str:
    """Return the start of the day that `written_moment` wrote without a time; else the text."""
    day = read_date(text, words)
    return datetime.combine(day, time(), UTC).isoformat() if day else text


def read_date_and_time(text: str, words: Catalogue) -> Header:
    """Return a header with the date, time and planned minutes that `date_and_time` wrote."""
    for header in _possible_headers(text, words):
        if wording.date_and_time(Conversation(header), words) == text:
            return header
    return Header(minutes=0)


def _possible_headers(text: str, words: Catalogue) -> Iterator[Header]:
    rest, day = text, None
    parts = text.split(", ")
    if day := read_date(parts[0], words):
        rest = ", ".join(parts[1:])
    head, _, last = rest.rpartition(", ")
    duration = _pattern(words, "form1.duration").fullmatch(last)
    if duration and duration["minutes"].isdecimal() and len(duration["minutes"]) < 9:
        yield Header(date=day, time=_time(head, words), minutes=int(duration["minutes"]))
    yield Header(date=day, time=_time(rest, words), minutes=0)
    yield Header(time=_time(text, words), minutes=0)


def _time(text: str, words: Catalogue) -> str:
    match = _pattern(words, "form1.at").fullmatch(text)
    return match["time"] if match else ""


def read_annotation(text: str, words: Catalogue) -> tuple[ItemState, Slug]:
    """Return the state and the source slug in an item's annotation or a competency's last cell.

    A text with neither gives ("open", "").
    """
    states: tuple[tuple[ItemState, str], ...] = (
        ("parked", words("form1.parked")),
        ("done", words("form1.yes")),
    )
    for state, word in states:
        if text == word:
            return state, Slug("")
        if text.startswith(f"{word}, ") and (slug := _slug(text[len(word) + 2 :], words)):
            return state, slug
    return "open", _slug(text, words)


def _slug(text: str, words: Catalogue) -> Slug:
    match = _pattern(words, "form1.item_from").fullmatch(text)
    return Slug(match["slug"] if match else "")


NO_PARTS = "{}"
"""The parts of an approval that is void for an unknown reason: an empty JSON map."""


def read_stance(partner: PartnerId, text: str, words: Catalogue) -> Approval | None:
    """Return the approval that `stance` wrote, without its remark; None for another text.

    A void approval gets `NO_PARTS`, which match nothing.
    """
    with_void, text = text, text.removesuffix(f" — {words('form1.void')}")
    parts = "" if text == with_void else NO_PARTS
    match = _pattern(words, "form1.stance_bound").fullmatch(text)
    if match is None:
        return None
    entered = _pattern(words, "form1.stance_entered").fullmatch(match["stance"])
    stance_text, login = (entered["stance"], entered["login"]) if entered else (match["stance"], "")
    for stance in STANCES:
        word = words(f"form1.stance.{stance}")
        dated = _pattern(words, "form1.stance_on").fullmatch(stance_text)
        if dated and dated["stance"].startswith(word):
            prefix = words("form1.stance_on", stance=word, moment="")
            at = read_moment(stance_text.removeprefix(prefix), words)
        elif stance_text == word:
            at = ""
        else:
            continue
        approval = Approval(partner, match["digest"], at, stance, parts=parts, entered_by=login)
        if wording.stance(approval, words) == text:
            return approval
    return None


def read_progress(
    tokens: Sequence[Token], agreement: RowId, names: PartnerNames, words: Catalogue
) -> Progress:
    """Return an entry of the progress log, without an id of its own."""
    rest = [token for token in tokens if token.type != "text" or token.content]
    moment, rest = _leading("strong", rest)
    if moment and rest and rest[0].content == ", " and rest[1:2] and rest[1].type == "em_open":
        rest = rest[1:]
    name, rest = _leading("em", rest)
    text = plain_text(rest)
    if (moment or name) and text.startswith((", ", ": ")):
        head, text = text[:2], text[2:]
        if head == ": ":
            text = f": {text}"
    percent = None
    sign = re.escape(words("form1.percent", percent="PERCENT")).replace("PERCENT", "([0-9]{1,3})")
    match = re.match(rf"{sign}(?=: |$)", text)
    if match and int(match[1]) <= 100 and str(int(match[1])) == match[1]:
        percent, text = int(match[1]), text[match.end() :]
    if moment or name or percent is not None:
        text = text.removeprefix(": ")
    by = names.partner_id(name) if name else NOBODY
    at = read_moment(moment, words) if moment else ""
    return Progress(RowId(""), agreement, at, by, clean_line(text), percent)


def _leading(mark: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    """Return the bold (strong) or italic (em) text at the beginning, and the rest."""
    if not tokens or tokens[0].type != f"{mark}_open":
        return "", tokens
    close = next(at for at, t in enumerate(tokens) if t.type == f"{mark}_close" and t.level == 0)
    return plain_text(tokens[1:close]), tokens[close + 1 :]


def read_item(tokens: Sequence[Token], words: Catalogue) -> ChecklistItem:
    """Return a checklist item from its line: box, text, and annotation. It has no id yet."""
    inline = list(tokens)
    state: ItemState = "open"
    carried = Slug("")
    if inline and inline[-1].type == "em_close":
        start = max(at for at, t in enumerate(inline) if t.type == "em_open" and t.level == 0)
        before = plain_text(inline[:start])
        annotation = read_annotation(plain_text(inline[start + 1 : -1]), words)
        if before.endswith(" — ") and annotation != ("open", ""):
            (state, carried), inline = annotation, inline[:start]
    text = plain_text(inline)
    box, text = text[:4], text[4:]
    if carried or state == "parked":
        text = text.removesuffix(" — ")
    if "x" in box.lower():
        state = "done"
    return ChecklistItem(
        RowId(""), "", clean_line(text), state=state, carried_from=Slug(clean_line(carried))
    )
