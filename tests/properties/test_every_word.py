"""Minutes and HTML page contain every word of the notes, unless nobody wrote in them.

The notes have the shapes of minutes from other programs: headings with a decision and no text under
them, successive and nested headings, code, tables, definitions. Each word in them is unique, so
that it can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.exchange.html_format import page
from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.ids import MANAGER, PartnerId
from afspraak.data.minutes.notes.untouched import is_untouched
from afspraak.data.minutes.understanding import understand
from afspraak.data.minutes.wording import notes_without_appreciation, sections
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing.writer import compose
from afspraak.data.model.conversation import NoteLine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation

from ..support.amount import tries
from ..support.conversations.random_conversations import AUTHORS
from ..support.html_page import PageReader

ME = Importer("manager", "Anna de Vries")
BEGUN = build_conversation(
    NewConversation(me="manager", my_name="Anna de Vries", other_name="Jan Bakker")
)
SECTIONS = sorted(sections(BEGUN))
BEFORE = write_minutes(BEGUN)
"""The minutes without notes: their chapters also name the sections."""

SHAPES = (
    *(
        "# %",
        "## %",
        "### %: % %",
        "#### %",
        "###### %",
        "## % ##",
        " ## %",
        "##\t%",
        "## **%** `%`",
    ),
    *("%\n---", "% %\n%\n===", "%  \n% #\n---", "> ## %", "- # %", "1. ## %\n\n   ### %"),
    *("%", "% %\n%", "- %\n- %", "- %\n\n  %\n  - %", "1. %\n2. %", "> %\n> %", "***", "", "- "),
    *("```\n## %\n```", "``` % %\n%\n```", "~~~\n## %", "    ## %", "- ```\n  # %\n  ```"),
    *("| % | % |\n| -- | -: |\n| % | % | % |", "|%|\n|-|\n|%|%||%|", "> |%|%|\n> |-|-|\n> |%|%|%|"),
    *("[%]: %", "[%]: <%> (%)", "> [%]:\n> %", "[%](%.md '%')", "![%](%.png)", "[%][%]", "<%>"),
    *("<!-- % -->", "- [ ] %", "- [x] %", "Appreciation: %", "%\\\n%", "~~%~~ *%* __%__", "&%;"),
    *("</%>", "<div>%\n%</div>\n\n%", "[^%]: %", "<http://%.nl>", "* * %", "%\n: %", "$% ^%"),
)
"""Shapes of a block of notes; each `%` becomes another word."""

LOOKALIKES = (
    *("## {}", "## {} ", "# {}", "### {}", "##  {}", " ## {}", "## {} ##", "## {}: %", "## % {}"),
    *("{}\n---", "{}\n===", "> ## {}", "- ## {}", "```\n## {}\n```", "    ## {}"),
)
"""Checklist headings as in new notes, and similar headings."""


def block(shape: str, section: str) -> str:
    return shape.replace("{}", section)


BLOCKS = st.sampled_from(SHAPES) | st.builds(
    block, st.sampled_from(LOOKALIKES), st.sampled_from(SECTIONS)
)
GAPS = st.sampled_from(("\n", "\n\n", "\n\n\n"))


def written(blocks: list[tuple[str, PartnerId, str]]) -> tuple[NoteLine, ...]:
    """Notes of blocks, each with its author; every `%` becomes a unique word."""
    number = count()
    numbered: Callable[[re.Match[str]], str] = lambda _: f"Q{next(number)}q"  # noqa: E731
    return tuple(
        NoteLine(line, by)
        for text, by, gap in blocks
        for line in (re.sub("%", numbered, text) + gap).removesuffix("\n").split("\n")
    )


NOTES = st.lists(st.tuples(BLOCKS, AUTHORS, GAPS), max_size=9).map(written)


def words(text: str) -> set[str]:
    return set(re.findall("Q[0-9]+q", text))


def on_the_page(text: str) -> str:
    """The text of the page, and the targets and names of its links."""
    reader = PageReader(page(text, "en"))
    told = [value or "" for _, attributes in reader.tags for value in attributes.values()]
    return "\n".join([*reader.text, *told])


@settings(max_examples=tries(400), deadline=None)
@given(NOTES, st.booleans())
def test_every_word_of_the_notes_is_in_the_minutes_and_on_the_page(
    notes: tuple[NoteLine, ...], authors: bool
) -> None:
    conversation = replace(BEGUN, notes=notes)
    said = "\n".join(line.text for line in notes)
    text = write_minutes(conversation, authors=authors)
    assert words(text) == words(said)
    assert words(on_the_page(text)) == words(said)
    kept = not is_untouched(notes_without_appreciation(conversation), SECTIONS)
    for section in SECTIONS:
        there = text.count(section) - BEFORE.count(section)
        assert there == (said.count(section) if kept else 0)


@settings(max_examples=tries(200), deadline=None)
@given(NOTES, st.sampled_from(("# Q9000q\n\n", "")))
def test_importing_and_exporting_keeps_every_word(notes: tuple[NoteLine, ...], title: str) -> None:
    file = title + "\n".join(line.text for line in notes) + "\n"
    conversation = parse_conversation(file, "talk.md", ME, "en").conversation
    # What nobody discussed is not in the minutes.
    items = [replace(item, state="done") for item in conversation.checklist]
    text = write_minutes(replace(conversation, checklist=tuple(items)))
    assert words(text) == words(file)
    assert words(on_the_page(text)) == words(file)


@settings(max_examples=tries(200), deadline=None)
@given(NOTES)
@example((NoteLine("Appreciation: Q0q", MANAGER), NoteLine("## Competencies", MANAGER)))
def test_imported_minutes_export_to_the_same_bytes(notes: tuple[NoteLine, ...]) -> None:
    text = write_minutes(replace(BEGUN, notes=notes))
    found = understand(text, MANAGER)
    assert found is not None and found.edition is not None and not found.missing
    assert compose(found.conversation, found.edition) == text


def test_a_new_conversation_has_no_notes_in_its_minutes() -> None:
    assert "## Notes" not in write_minutes(BEGUN)
