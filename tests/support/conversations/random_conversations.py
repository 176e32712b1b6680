"""Random conversations with hostile text, for round trips."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId, RowId
from afspraak.data.model.conversation import (
    ITEM_KINDS,
    ITEM_STATES,
    RATINGS,
    STANCES,
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
)
from afspraak.data.model.field_spec import view
from afspraak.data.text.sanitize import clean_line, clean_text

FRAGMENTS = (
    *("# ", "## ", "### ", "#", "===", "---", "***", "- ", "+ ", "* ", "1. ", "2) ", "> ", "    "),
    *("\t", " ", "\n", "\n\n", "\\", "\\\n", "`", "``", "```", "~~~", "~~", "*", "_", "|", "| - |"),
    *("|--|--|\n", "[", "]", "](", ")", "[x] ", "[ ] ", "[x]: http://e.vil", "[a]: b", "[x](y)"),
    *("![", "<", ">", "<b>", "</b>", "<div>", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "<a "),
    *(
        "<script>",
        "<pre\n",
        "<http://a.b>",
        "http://a.b",
        "&",
        "&amp;",
        "&#35;",
        "$",
        "^",
        ":",
        "@",
    ),
    *("\x1b[2J", "\x07", "\x9b", "\x00", "\u202e", "\u200b", "\u2028", "\x85", "\xa0", "\u3000"),
    *(
        "a",
        "b c",
        "é",
        "ß",
        "😀",
        "3",
        "Agreements",
        "Notes",
        "*(AV)*",
        "(AV)",
        "=",
        "%",
        "{}",
        "{0}",
        "\nAppreciation: ",
        "\n- waardering:",
        "parked",
        ", ",
        "50%",
        "3 December 2026",
        "2026-12-03",
    ),
)
TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=9).map("".join)
LONG = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join)
LINE, BLOCK = TEXT.map(clean_line), TEXT.map(clean_text)
AUTHORS = st.sampled_from((MANAGER, EMPLOYEE, NOBODY))
CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n", "\t"}


def note_lines(text: str, authors: list[PartnerId]) -> tuple[NoteLine, ...]:
    lines = clean_text(text).split("\n")
    return tuple(
        NoteLine(line, authors[number % len(authors)]) for number, line in enumerate(lines)
    )


NOTES = st.builds(note_lines, LONG, st.lists(AUTHORS, min_size=1, max_size=3))
DAYS = st.none() | st.dates(min_value=date(1900, 1, 1))
MOMENTS = st.datetimes(timezones=st.none() | st.just(UTC)).map(lambda at: at.isoformat())
ITEMS = st.builds(
    ChecklistItem,
    id=st.just("i"),
    section=LINE,
    text=LINE,
    state=st.sampled_from(ITEM_STATES),
    kind=st.sampled_from(ITEM_KINDS),
    remarks=st.fixed_dictionaries({}, optional={"manager": BLOCK, "employee": BLOCK}),
    ratings=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("manager", "employee"), st.sampled_from(RATINGS))
    ),
    carried_from=st.just("") | LINE,
)
PROGRESS = st.builds(
    Progress,
    id=LINE,
    agreement=st.just("a"),
    at=LINE | MOMENTS,
    by=AUTHORS,
    text=LINE,
    percent=st.none() | st.integers(0, 100),
)
APPROVALS = st.builds(
    Approval,
    partner=st.sampled_from(("manager", "employee")),
    digest=LINE,
    at=LINE | MOMENTS,
    stance=st.sampled_from(STANCES),
    remark=BLOCK,
    parts=st.just("PRIVATE"),
    entered_by=st.sampled_from(("", "jan", "jan, digest 1", "jan, entered by eva")) | LINE,
    own=st.booleans(),
)


def labelled_values(row_type: type) -> dict[str, st.SearchStrategy[Any]]:
    """Values for each column that the minutes show with a label, by its description."""
    values = {"line": LINE, "block": BLOCK, "date": DAYS, "moment": LINE | MOMENTS}
    return {
        name: st.sampled_from(spec.choices) if spec.choices else values[spec.value]
        for name, spec in view(row_type, "minutes").items()
    }


AGREEMENTS = st.builds(
    Agreement,
    id=st.just("a"),
    text=LINE,
    progress=st.lists(PROGRESS, max_size=3).map(tuple),
    **labelled_values(Agreement) | {"measure": BLOCK, "support": BLOCK},
)
CONVERSATIONS = st.builds(
    Conversation,
    header=st.builds(
        Header,
        title=LINE,
        language=st.sampled_from(("en", "nl", "xx")),
        date=DAYS,
        time=LINE,
        minutes=st.sampled_from((0, 60, 90)),
        next_on=DAYS,
        previous_on=DAYS,
        in_short=BLOCK,
        **labelled_values(Header),
    ),
    partners=st.tuples(LINE, LINE).map(
        lambda names: (
            Partner(MANAGER, names[0], "manager"),
            Partner(EMPLOYEE, names[1], "employee"),
        )
    ),
    checklist=st.lists(ITEMS, max_size=3).map(tuple),
    notes=NOTES,
    agreements=st.lists(AGREEMENTS, max_size=2).map(
        lambda rows: tuple(replace(row, id=RowId(f"a{place}")) for place, row in enumerate(rows))
    ),
    approvals=st.lists(APPROVALS, max_size=2, unique_by=lambda approval: approval.partner).map(
        lambda approvals: tuple(sorted(approvals, key=lambda approval: approval.partner))
    ),
)
