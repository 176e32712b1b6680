"""The preparation sheet for the other partner: Markdown to read, fill in and hand back.

A pure function of the conversation, in its language. It contains no answers (shared or private), no
ratings and no notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from textwrap import wrap

from ..i18n.catalogue import Catalogue, catalogue
from ..i18n.date_format import format_date
from ..i18n.working_days import working_days_before
from ..ids import EMPLOYEE, MANAGER, PARTNER_IDS, PartnerId
from ..kinds.kept_kind import order_of
from ..kinds.record_form import record_form_of
from ..minutes import wording
from ..model.conversation import CONVERSATION_KINDS, Agreement, ChecklistItem, Conversation, Header
from ..text.markdown import Heading, escape_block, escape_line
from .sheet_marks import ASKING, LABEL, SHEET_RATINGS, Part

WIDTH = 78
"""The most columns of a line: the sheet is read in plain text editors too."""
_READING_DAYS = 2
"""The working days between the return of the sheet and the talk."""


def sheet_markdown(conversation: Conversation, invited: PartnerId) -> str:
    """Return the sheet for the partner `invited`, as Markdown with a final line break."""
    words = catalogue(conversation.header.language)
    return "\n\n".join(_with_mark(part, words) for part in parts(conversation, invited)) + "\n"


def parts(conversation: Conversation, invited: PartnerId) -> list[Part]:
    """Return the parts of the sheet for the partner `invited`, in order."""
    words = catalogue(conversation.header.language)
    result = [_opening(conversation, invited, words)]
    labelled = wording.labelled(conversation, words)
    if carried := [pair for pair in labelled if pair[1].carried_from and pair[1].status == "open"]:
        result.append(_headed_part("section", "0", 2, words("sheet.agreements")))
        result += [_agreement(label, agreement, words) for label, agreement in carried]
    listed = [
        (section, [item for item in items if _is_asked(item, invited)])
        for section, items in conversation.sections()
    ]
    for number, (section, items) in enumerate(listed, 1):
        if items and section:
            result.append(_headed_part("section", str(number), 2, section))
        result += [_item(item, invited, words) for item in items]
    result.append(_closing(conversation, invited, words))
    return result


def sheet_id(conversation: Conversation, invited: PartnerId) -> str:
    """Return the id of the sheet: the invited partner, and a digest of the conversation."""
    name = conversation.name_of(invited)
    conversation_digest = sha256(f"{conversation.header.created}\n{name}".encode()).hexdigest()[:8]
    return f"{invited}.{conversation_digest}"


def _with_mark(part: Part, words: Catalogue) -> str:
    text = f"{part.mark}\n\n{part.text}"
    return f"{text}\n\n{words('sheet.answer')}:\n\n" if part.kind in ASKING else text


def _opening(conversation: Conversation, invited: PartnerId, words: Catalogue) -> Part:
    """Return the first part: greeting, facts, order of the talk, instructions, and the notice."""
    header = conversation.header
    title = words("sheet.title", title=wording.title(conversation))
    roles = {each: _short_name(conversation, each, words) for each in PARTNER_IDS}
    other = _other(invited)
    day = format_date(header.date, words.language, width="long") if header.date else ""
    clock = words("minutes.at", time=header.time) if header.time else ""
    when = ", ".join(part for part in (day, clock) if part) or words("sheet.no_date")
    pairs = [
        (words("sheet.with"), wording.name_of(other, conversation, words)),
        (words("minutes.when"), when),
        (words("minutes.place"), header.place),
        (
            words("sheet.long"),
            words("minutes.duration", minutes=header.minutes) if header.minutes else "",
        ),
        (words("minutes.period"), header.period),
        (words("minutes.job"), header.job),
        (words("minutes.goals"), header.goals),
        (words("sheet.back"), _back_by(header, words)),
    ]
    kind = header.kind if header.kind in CONVERSATION_KINDS else "planning"
    steps = order_of(header) or words(f"sheet.order.{kind}", **roles).split("\n")
    order = ["\n   ".join(_lines(step, WIDTH - 3)) for step in steps]
    blocks = [
        f"# {escape_line(title)}",
        _prose(words("sheet.hello", name=roles[invited])),
        _prose(header.aim or words(f"sheet.aim.{kind}")),
        _facts(pairs),
        f"## {escape_line(words('sheet.order'))}",
        "\n".join(f"{number}. {step}" for number, step in enumerate(order, 1)),
        f"## {escape_line(words('sheet.how'))}",
        _prose(words("sheet.how.text", other=roles[other])),
    ]
    if any(item.kind == "competency" for item in conversation.checklist):
        blocks.append(_prose(words("sheet.how.boxes")))
    notice = record_form_of(conversation).notice
    blocks += [
        f"## {escape_line(words('sheet.notice'))}",
        _facts(
            [
                (words("sheet.notice.purpose"), notice.purpose),
                (words("sheet.notice.readers"), notice.readers),
                (words("sheet.notice.place"), words("sheet.notice.place.text", other=roles[other])),
                (words("sheet.notice.keep"), notice.keep),
                (words("sheet.notice.rights"), notice.rights),
            ]
        ),
        *([_prose(notice.never)] if notice.never else []),
    ]
    heads = (
        Heading(1, title),
        Heading(2, words("sheet.order")),
        Heading(2, words("sheet.how")),
        Heading(2, words("sheet.notice")),
    )
    return Part("sheet", sheet_id(conversation, invited), "\n\n".join(blocks), heads)


def _is_asked(item: ChecklistItem, invited: PartnerId) -> bool:
    """Return whether an item is a question to this partner; a reminder is for oneself."""
    return item.belongs in (invited, "both") and item.kind != "reminder"


def _item(item: ChecklistItem, invited: PartnerId, words: Catalogue) -> Part:
    label = item.text or "…"
    blocks = [_prose(text) for text in (item.question_for(invited), item.help) if text]
    if item.kind == "competency":
        ratings = {each: words(f"conversation.rating.{each}") for each in SHEET_RATINGS}
        pairs = [(name, item.behaviour.get(each, "")) for each, name in ratings.items()]
        blocks += [behaviour] if (behaviour := _facts(pairs)) else []
        blocks.append("\n".join(f"- [ ] {name}" for name in ratings.values()))
    return _headed_part("item", item.id, 3, label, *blocks)


def _agreement(label: str, agreement: Agreement, words: Catalogue) -> Part:
    who = _promise(agreement.owner, agreement.due, words)
    support = _promise(agreement.support_by, agreement.support_due, words)
    if agreement.support:
        support = f"{agreement.support} ({support})" if support else agreement.support
    facts = _facts([(words("sheet.measure"), agreement.measure), (words("sheet.support"), support)])
    blocks = [text for text in (_prose(who), facts, _prose(words("sheet.progress"))) if text]
    heading = wording.agreement_heading(label, agreement)
    return _headed_part("agreement", agreement.id, 3, heading, *blocks)


def _promise(name: str, day: date | None, words: Catalogue) -> str:
    """Return who does something, and by when."""
    due = words("sheet.due", date=wording.written_date(day, words)) if day else ""
    return ", ".join(part for part in (name, due) if part)


def _closing(conversation: Conversation, invited: PartnerId, words: Catalogue) -> Part:
    other = _short_name(conversation, _other(invited), words)
    when = _back_by(conversation.header, words)
    end = words("sheet.end.text", other=other, when=when)
    closing_blocks = [_prose(end), _prose(words("sheet.end.more"))]
    return _headed_part("end", "", 2, words("sheet.end"), *closing_blocks)


def _back_by(header: Header, words: Catalogue) -> str:
    """Return by when to hand the sheet back: two working days before the talk, if that can be."""
    if header.date is None:
        return words("sheet.back.before")
    try:
        day = working_days_before(header.date, _READING_DAYS)
    except OverflowError:
        return words("sheet.back.before")
    if f"{day}" <= header.created[:10]:
        return words("sheet.back.before")
    return words("sheet.back.by", date=format_date(day, words.language, width="long"))


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of labels and values; those without a value are left out."""
    return "\n".join(
        f"- **{escape_line(label)}:** {_value(text, len(label) + 7)}"
        for label, text in pairs
        if text
    )


def _value(text: str, column: int) -> str:
    """Return a value as Markdown, wrapped if it is one line; it begins at this column."""
    if "\n" in text:
        return escape_block(text, "  ")
    return "\n  ".join(_lines(text, WIDTH - 2, column - 2))


def _headed_part(kind: str, name: str, level: int, heading: str, *blocks: str) -> Part:
    text = "\n\n".join([f"{'#' * level} {escape_line(heading)}", *blocks])
    return Part(kind, name, text, (Heading(level, heading),))  # type: ignore[arg-type]


def _prose(text: str) -> str:
    return "\n".join(_lines(text, WIDTH))


def _lines(text: str, width: int, first: int = 0) -> Iterator[str]:
    """Yield a text in lines of this width, each escaped as Markdown and unlike our label.

    The first line begins at the column `first`.
    """
    options = {"break_long_words": False, "break_on_hyphens": False}
    for line in wrap(text, width, initial_indent=" " * first, **options):  # type: ignore[arg-type]
        escaped = escape_line(line.strip())
        yield escaped.replace(":", r"\:", 1) if LABEL.match(escaped) else escaped


def _other(partner: PartnerId) -> PartnerId:
    return MANAGER if partner == EMPLOYEE else EMPLOYEE


def _short_name(conversation: Conversation, partner: PartnerId, words: Catalogue) -> str:
    return conversation.short_name(wording.name_of(partner, conversation, words))
