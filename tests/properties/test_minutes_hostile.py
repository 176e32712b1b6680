"""Whatever a person types, the minutes say exactly that, and nothing else than that."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ...data import minutes_words as told
from ...data.conversation import (
    AGREEMENT_KINDS,
    AGREEMENT_STATUSES,
    ITEM_STATES,
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
)
from ...data.language import catalogue
from ...data.markdown import (
    escape_block,
    escape_line,
    foreign,
    headings,
    parse,
    plain_text,
    sections,
    table_rows,
    tasks,
)
from ...data.minutes import checked_minutes
from ...data.minutes_notes import contain
from ...data.text import clean_line, clean_text

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
    ),
)
TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=9).map("".join)
LONG = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join)
LINE, BLOCK = TEXT.map(clean_line), TEXT.map(clean_text)
AUTHORS = st.sampled_from(("manager", "employee", ""))
CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n", "\t"}


def note_lines(text: str, authors: list[str]) -> tuple[NoteLine, ...]:
    lines = clean_text(text).split("\n")
    return tuple(
        NoteLine(line, authors[number % len(authors)]) for number, line in enumerate(lines)
    )


NOTES = st.builds(note_lines, LONG, st.lists(AUTHORS, min_size=1, max_size=3))
ITEMS = st.builds(
    ChecklistItem,
    id=st.just("i"),
    section=LINE,
    text=LINE,
    state=st.sampled_from(ITEM_STATES),
    remarks=st.fixed_dictionaries({}, optional={"manager": BLOCK, "employee": BLOCK}),
)
AGREEMENTS = st.builds(
    Agreement,
    id=st.just("a"),
    kind=st.sampled_from(AGREEMENT_KINDS),
    text=LINE,
    owner=LINE,
    measure=BLOCK,
    due=st.none() | st.dates(min_value=date(1900, 1, 1)),
    support=BLOCK,
    support_by=LINE,
    based_on=LINE,
    status=st.sampled_from(AGREEMENT_STATUSES),
    created=LINE,
)
CONVERSATIONS = st.builds(
    Conversation,
    header=st.builds(
        Header,
        title=LINE,
        language=st.sampled_from(("en", "nl", "xx")),
        time=LINE,
        place=LINE,
        period=LINE,
        job=BLOCK,
        goals=BLOCK,
    ),
    partners=st.tuples(LINE, LINE).map(
        lambda names: (
            Partner("manager", names[0], "manager"),
            Partner("employee", names[1], "employee"),
        )
    ),
    checklist=st.lists(ITEMS, max_size=2).map(tuple),
    notes=NOTES,
    agreements=st.lists(AGREEMENTS, max_size=2).map(tuple),
    approvals=st.lists(
        st.builds(Approval, st.sampled_from(("manager", "employee")), LINE, LINE), max_size=1
    ).map(tuple),
)


def block_text(text: str) -> list[str]:
    """The lines that a block keeps, without blanks around them."""
    return [line for part in clean_text(text).split("\n") if (line := clean_line(part))]


@settings(max_examples=400, deadline=None)
@given(TEXT)
@example("1. a")
@example("2)")
@example("a |")
@example("a\\")
def test_a_field_reads_back_as_the_same_text_anywhere(text: str) -> None:
    escaped, clean = escape_line(text), clean_line(text)
    contexts: tuple[Callable[[str], str], ...] = (
        "a {}".format,
        "# {}".format,
        "- [ ] {}".format,
        "- **{}:** b".format,
        "| {} | b |\n| - | - |\n| c | d |".format,
    )
    for context in contexts:
        tokens, plain = parse(context(escaped)), parse(context("HERE"))
        if clean:
            assert [t.type for t in tokens] == [t.type for t in plain]
            seen = [plain_text(t.children) for t in tokens if t.type == "inline"]
            wanted = [plain_text(t.children) for t in plain if t.type == "inline"]
            assert seen == [inline.replace("HERE", clean) for inline in wanted]
        assert not foreign(tokens)
    if clean:
        assert plain_text(parse(escaped)[1].children) == clean


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_block_reads_back_with_its_lines_inside_its_item(text: str) -> None:
    tokens = parse(f"- {escape_block(text, '  ')}\n- end")
    assert not foreign(tokens)
    assert {t.type for t in tokens if t.level == 0} <= {"bullet_list_open", "bullet_list_close"}
    assert sum(t.type == "list_item_open" for t in tokens) == 2
    seen = [plain_text(t.children).split("\n") for t in tokens if t.type == "inline"]
    assert [line for lines in seen for line in lines] == [*block_text(text), "end"]


@settings(max_examples=500, deadline=None)
@given(NOTES, st.booleans())
def test_notes_stay_in_their_section_and_keep_their_words(
    notes: tuple[NoteLine, ...], signed: bool
) -> None:
    marks = {"manager": "AV", "employee": "JB"} if signed else {}
    contained = contain(notes, marks)
    text = f"# Title\n\n## Notes\n\n{contained.text}\n\n## Agreements\n\n- [x] ticked\n"
    tokens = parse(text)
    found = headings(tokens)
    assert [h for h in found if h.level < 3] == [(1, "Title"), (2, "Notes"), (2, "Agreements")]
    assert tuple(found[2:-1]) == contained.headings
    assert all(int(t.tag[1:]) > 2 for t in tokens if t.type == "heading_open" and t.level > 0)
    assert not any(t.type.startswith("html") for t in tokens)
    assert not any(c.type == "html_inline" for t in tokens for c in t.children or ())
    after = list(sections(tokens))[-1]
    assert tasks(after) == [(True, "ticked")]
    assert not foreign(after)
    assert not CONTROLS & set(contained.text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc *_`<>[]()|~:\\\n/!", max_size=80))
def test_notes_without_headings_lose_no_letter(text: str) -> None:
    kept = contain([NoteLine(line) for line in text.split("\n")]).text
    assert re.sub("[^abc]", "", kept) == re.sub("[^abc]", "", text)


@settings(max_examples=250, deadline=None)
@given(CONVERSATIONS, st.booleans(), st.booleans())
def test_minutes_say_what_the_conversation_says(
    conversation: Conversation, authors: bool, front_matter: bool
) -> None:
    text = checked_minutes(conversation, authors=authors, front_matter=front_matter)
    assert text == checked_minutes(conversation, authors=authors, front_matter=front_matter)
    assert text.endswith("\n")
    assert not CONTROLS & set(text.replace("\t", ""))
    body = text.split("\n---\n\n", 1)[1] if front_matter else text
    tokens = parse(body)
    assert not any(t.type.startswith("html") for t in tokens)
    words = catalogue(conversation.header.language)
    notes_heading = (2, words("minutes.notes"))
    noted = contain(conversation.notes).text != ""
    own = [s for s in sections(tokens) if not noted or headings(s)[0] != notes_heading]
    assert not any(foreign(section) for section in own)
    seen = [plain_text(t.children) for section in own for t in section if t.type == "inline"]
    joined = "\n".join(seen)
    header = conversation.header
    for field in (header.title, header.place, header.period):
        assert clean_line(field) in joined
    for agreement in conversation.agreements:
        for block in (agreement.measure, agreement.support, agreement.based_on):
            assert all(line in joined for line in block_text(block))
    for item in conversation.checklist:
        assert clean_line(item.text) in joined
        for remark in item.remarks.values():
            assert all(line in joined for line in block_text(remark))
    rows = [row for section in own for row in table_rows(section)]
    assert len(rows) == (len(conversation.agreements) + 1 if conversation.agreements else 0)
    for row, (label, agreement) in zip(rows[1:], told.labelled(conversation, words), strict=True):
        assert row[:3] == (label, clean_line(agreement.text), clean_line(agreement.owner))
