"""Minutes of which a program broke the lines, without the indent of the item, are read whole."""

from __future__ import annotations

import re
import subprocess
import textwrap
from collections.abc import Callable

import pytest

from afspraak.data.exchange.import_file import ImportResult, parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.minutes.edition import Version
from afspraak.data.minutes.received import receive

from ...support.conversations.golden_minutes import GOLDEN_NAMES, golden_text

WIDTHS = (60, 66, 72, 76, 80, 100)
GREETING = "Hoi Jan,\n\nHierbij.\n\n"


def folded(text: str, width: int) -> str:
    """What `fold -s` makes of it: a blank stays at the end of each broken line."""
    done = subprocess.run(
        ["fold", "-s", "-w", str(width)], input=text.encode(), capture_output=True, check=True
    )
    return done.stdout.decode()


def stripped(text: str, width: int) -> str:
    return re.sub(r" +$", "", folded(text, width), flags=re.MULTILINE)


def filled(text: str, width: int) -> str:
    """What Python makes of each line: long words and compounds are broken too."""
    return "\n".join("\n".join(textwrap.wrap(line, width) or [""]) for line in text.split("\n"))


def flowed(text: str, width: int) -> str:
    """What a mail program with `format=flowed` makes of it."""
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        for line in text.split("\n")
    )
    return "\n".join(" \n".join(parts) for parts in lines)


def imported(text: str) -> ImportResult:
    return parse_conversation(text, "talk.md", Importer("manager", "Anna"), "nl")


def notes_of(result: ImportResult) -> list[str]:
    return [line.text for line in result.conversation.notes]


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("wrapper", [folded, stripped, filled, flowed])
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_broken_lines_are_joined_at_every_width(
    name: str, wrapper: Callable[[str, int], str], version: Version
) -> None:
    text = golden_text(name, version)
    found = {width: receive(wrapper(text, width).encode()) for width in WIDTHS}
    assert {width: each.text if each else None for width, each in found.items()} == dict.fromkeys(
        WIDTHS, text
    )


@pytest.mark.parametrize("name", ["story_nl", "story_en"])
def test_import_finds_the_reactions_of_wrapped_minutes(name: str) -> None:
    text = golden_text(name, Version.FULL)
    found, sent = imported(folded(text, 72)), imported(text)
    assert found.faults == ()
    assert notes_of(found) == notes_of(sent)
    assert found.conversation.approvals == sent.conversation.approvals
    assert {approval.stance for approval in found.conversation.approvals} >= {"disagreed"}


@pytest.mark.parametrize("name", ["story_nl", "story_en"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: textwrap.indent(text, "  "),
        lambda text: text.replace("- **", "* **"),
        lambda text: textwrap.indent(folded(text.replace("- **", "+ **"), 72), "  "),
    ],
    ids=["indented", "other marks", "all of it"],
)
def test_an_indent_of_all_lines_and_other_marks_are_undone(
    name: str, change: Callable[[str], str]
) -> None:
    text = golden_text(name, Version.FULL)
    received = receive(change(text).encode())
    assert received is not None
    assert received.text == text


@pytest.mark.parametrize("wrapper", [lambda text, _: text, folded, filled])
def test_minutes_in_a_mail_are_read_and_the_rest_is_in_the_notes(
    wrapper: Callable[[str, int], str],
) -> None:
    text = golden_text("story_nl", Version.FULL)
    sent = imported(text)
    found = imported(f"{GREETING}{wrapper(text, 72)}\nGroet,\nTarik\n")
    assert found.is_minutes
    assert found.conversation.approvals == sent.conversation.approvals
    assert notes_of(found)[: len(sent.conversation.notes)] == notes_of(sent)
    around = [line for line in notes_of(found)[len(sent.conversation.notes) :] if line]
    assert around == [
        "## Bij het inlezen niet begrepen",
        *("Hoi Jan,", "Hierbij.", "Groet,", "Tarik"),
    ]


def test_a_line_more_in_wrapped_minutes_costs_only_that_line() -> None:
    text = golden_text("story_nl", Version.FULL)
    sent = imported(text)
    changed = folded(text, 72).replace("## Notities\n", "Dit staat hier los.\n\n## Notities\n")
    found = imported(changed)
    assert found.conversation.approvals == sent.conversation.approvals
    assert notes_of(found)[-1] == "Dit staat hier los."
    assert [fault.key for fault in found.faults] == ["exchange.import.partly"]


def test_a_line_right_below_minutes_costs_only_that_line() -> None:
    text = golden_text("story_nl", Version.FULL)
    found = imported(f"{text}Groet, Tarik\n")
    assert found.conversation.approvals == imported(text).conversation.approvals
    assert notes_of(found)[-1] == "Groet, Tarik"
    assert [fault.key for fault in found.faults] == ["exchange.import.partly"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("niet akkoord, ", "eens noch oneens, "), ("## Reacties en akkoord\n", "## Reacties\n")],
    ids=["a stance that is none", "no chapter"],
)
def test_reactions_that_cannot_be_read_are_a_warning(before: str, after: str) -> None:
    text = golden_text("story_nl", Version.FULL)
    assert before in text
    found = imported(text.replace(before, after))
    assert "exchange.import.reactions" in [fault.key for fault in found.faults]


@pytest.mark.parametrize("title", ["", "Verslag van "])
def test_reactions_in_minutes_without_their_last_line_are_a_warning(title: str) -> None:
    text = golden_text("story_nl", Version.FULL).rpartition("- **Vorm:**")[0]
    found = imported(text.replace("# ", f"# {title}", 1))
    assert found.conversation.approvals == ()
    assert "exchange.import.reactions" in [fault.key for fault in found.faults]


def test_a_text_without_reactions_has_no_warning_about_them() -> None:
    assert imported("# Boodschappen\n\n- [ ] brood\n").faults == ()
    assert imported("Alleen tekst.\n\n" * 3).faults[0].key == "exchange.import.foreign"
