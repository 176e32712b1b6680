"""Minutes of any conversation are read back to the same bytes, and say what is in it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId
from afspraak.data.minutes.edition import Version, edition_of
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import Conversation, Header, NoteLine, Partner

from ...support.amount import tries
from ...support.conversations.random_conversations import CONVERSATIONS, TEXT
from ...support.markdown.nasty import nasty_strings

NASTY = st.sampled_from(nasty_strings())
LINES = (
    *("- a", "  - b", "1. c", "3. d", "> q", "```", "```python", "~~~", "| a | b |", "|---|---|"),
    *(
        "| 1 | 2 |",
        "---",
        "===",
        "# head",
        "## head",
        "### head (Jan)",
        "#### ",
        "text",
        "two words",
    ),
    *("**Jan:** agreed", "- **Jan:** agreed", "<b>", "<!--", "[x]: http://y", "- [x] done", "", ""),
    *("    code", "\tcode", "a  ", "a\\", "`<b>", "<b>`", "\\<b>", "\\\\<b>", "![x](y)", "[^1]: x"),
    *("## Agreements", "- **Form:** afspraak 2, en, planning, full", "*No notes.*", "</details>"),
    *("Appreciation: *x*", "$$", "- ```", "  ```", "> ```", "1. - x", "      deep", "``", "a ` b"),
)
AUTHORS = st.sampled_from((MANAGER, EMPLOYEE, NOBODY))
INDENTS = st.sampled_from(("", "", "", "\xa0", "\xa0\xa0", "\u2003", "\t\xa0", " \u3000", "\ufeff"))
"""Mostly none; the blanks with which web pages and word processors indent."""
NOTE_LINES = st.lists(
    st.builds(
        lambda indent, text, by: NoteLine(indent + text, by),
        INDENTS,
        st.sampled_from(LINES) | NASTY | TEXT,
        AUTHORS,
    ),
    max_size=30,
).map(tuple)
NAMES = (
    st.sampled_from(("Anna de Vries", "Jan Bakker", "Anna", "", "Unknown", "Jan (line 1)")) | NASTY
)
PARTNERS = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee"))
DIGESTS = st.sampled_from(("", "a" * 64, "b" * 64))


@st.composite
def hostile(draw: st.DrawFn) -> Conversation:
    conversation = draw(CONVERSATIONS)
    partners = tuple(replace(partner, name=draw(NAMES)) for partner in conversation.partners)
    zone = draw(st.sampled_from(("", "Europe/Amsterdam", "Pacific/Apia", "no such zone")))
    header = replace(conversation.header, zone=zone)
    agreements = tuple(
        replace(row, id=RowId(f"a{place}")) for place, row in enumerate(conversation.agreements)
    )
    conversation = replace(conversation, agreements=agreements, notes=draw(NOTE_LINES))
    return replace(conversation, header=header, partners=partners)


@settings(max_examples=tries(400), deadline=None)
@given(hostile(), st.sampled_from(Version), st.booleans(), st.booleans(), DIGESTS)
def test_minutes_are_read_back_to_the_same_bytes(
    conversation: Conversation, version: Version, authors: bool, front_matter: bool, digest: str
) -> None:
    edition = edition_of(
        conversation, version, digest=digest, authors=authors, front_matter=front_matter
    )
    text = compose(conversation, edition)
    assert difference(text, conversation, edition) == ""
    assert compose(conversation, edition) == text


def test_a_line_break_in_open_code_between_writers_is_read_back() -> None:
    lines = (NoteLine("\t```", MANAGER), NoteLine("![x](y)"), NoteLine("\x1c8", MANAGER))
    conversation = Conversation(Header(language="en"), PARTNERS, notes=lines)
    edition = edition_of(conversation)
    text = compose(conversation, edition)
    assert difference(text, conversation, edition) == ""
    assert "- **Unknown:** !\\[x](y)\n- **Jan:** 8" in text
