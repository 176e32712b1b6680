"""The minutes of any text say exactly that text."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.minutes import wording as told
from afspraak.data.minutes.form1.notes_section import embed_notes
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Conversation, NoteLine
from afspraak.data.text.markdown import (
    escape_block,
    escape_line,
    has_html_or_links,
    headings,
    parse,
    plain_text,
    sections,
    table_rows,
    tasks,
)
from afspraak.data.text.sanitize import clean_line, clean_text

from ..support.amount import tries
from ..support.conversations.random_conversations import CONTROLS, CONVERSATIONS, NOTES, TEXT


def block_text(text: str) -> list[str]:
    """The lines of a block, without surrounding empty lines."""
    return [line for part in clean_text(text).split("\n") if (line := clean_line(part))]


@settings(max_examples=tries(400), deadline=None)
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
        assert not has_html_or_links(tokens)
    if clean:
        assert plain_text(parse(escaped)[1].children) == clean


@settings(max_examples=tries(300), deadline=None)
@given(TEXT)
def test_a_block_reads_back_with_its_lines_inside_its_item(text: str) -> None:
    tokens = parse(f"- {escape_block(text, '  ')}\n- end")
    assert not has_html_or_links(tokens)
    assert {t.type for t in tokens if t.level == 0} <= {"bullet_list_open", "bullet_list_close"}
    assert sum(t.type == "list_item_open" for t in tokens) == 2
    seen = [plain_text(t.children).split("\n") for t in tokens if t.type == "inline"]
    assert [line for lines in seen for line in lines] == [*block_text(text), "end"]


@settings(max_examples=tries(500), deadline=None)
@given(NOTES, st.booleans())
def test_notes_stay_in_their_section_and_keep_their_words(
    notes: tuple[NoteLine, ...], signed: bool
) -> None:
    marks = {MANAGER: "AV", EMPLOYEE: "JB"} if signed else {}
    contained = embed_notes(notes, marks)
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
    assert not has_html_or_links(after)
    assert not CONTROLS & set(contained.text)


@settings(max_examples=tries(300), deadline=None)
@given(st.text(alphabet="abc *_`<>[]()|~:\\\n/!", max_size=80))
def test_notes_without_headings_lose_no_letter(text: str) -> None:
    kept = embed_notes([NoteLine(line) for line in text.split("\n")]).text
    assert re.sub("[^abc]", "", kept) == re.sub("[^abc]", "", text)


@settings(max_examples=tries(250), deadline=None)
@given(CONVERSATIONS, st.booleans(), st.booleans())
def test_minutes_match_the_conversation(
    conversation: Conversation, authors: bool, front_matter: bool
) -> None:
    text = write_minutes(conversation, authors=authors, front_matter=front_matter)
    assert text == write_minutes(conversation, authors=authors, front_matter=front_matter)
    assert text.endswith("\n")
    assert not CONTROLS & set(text.replace("\t", ""))
    tokens = parse(text.split("\n---\n\n", 1)[1] if front_matter else text)
    assert not any(t.type.startswith("html") for t in tokens)
    words = catalogue(conversation.header.language)
    chapters = list(sections(tokens))
    own = [s for s in chapters if headings(s)[0] != (2, words("minutes.notes"))]
    seen = [plain_text(t.children) for section in own for t in section if t.type == "inline"]
    joined = same("\n".join(seen))
    header = conversation.header
    for field in (header.title, header.place, header.period, header.department, header.previous):
        assert same(field) in joined
    for agreement in conversation.agreements:
        for line in (agreement.measure, agreement.support, agreement.based_on, agreement.budget):
            assert same(line) in joined
        for entry in agreement.progress:
            assert same(entry.text) in joined
    assert all(same(text) in joined for _, text in told.appreciation_lines(conversation))
    assert "PRIVATE" not in text
    rows = [row for section in own for row in table_rows(section)]
    agreed = [row for row in rows if len(row) == 5]
    assert len(agreed) == (len(conversation.agreements) + 1 if conversation.agreements else 0)
    for row, (label, agreement) in zip(agreed[1:], told.labelled(conversation, words), strict=True):
        assert row[:3] == (label, clean_line(agreement.text), clean_line(agreement.owner))


def same(text: str) -> str:
    """The text with single blanks."""
    return " ".join(clean_line(text).split())
