"""Minutes that mail programs and formatters changed on the way are read as they were sent."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.minutes.edition import Version
from afspraak.data.minutes.received import receive
from afspraak.data.text.transport import Transport

from ...support.conversations.golden_minutes import GOLDEN_NAMES, golden_text

LINE_ENDS: dict[str, Callable[[str], bytes]] = {
    "carriage returns": lambda text: text.replace("\n", "\r\n").encode(),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "both": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "blanks at the ends": lambda text: text.replace("\n", "  \n").encode(),
    "no last line feed": lambda text: text.rstrip("\n").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
}


def wrapped(text: str, width: int) -> str:
    """What a formatter makes of it: paragraphs filled, their indents kept."""
    front, found, body = text.rpartition("\n---\n")
    lines = [front, "---"] if found else []
    fence = False
    for line in body.split("\n"):
        fence ^= line.strip().startswith(("```", "~~~"))
        if fence or line.lstrip().startswith(("|", "#", "```", "~~~")):
            lines.append(line)
            continue
        mark = re.match(r" *(?:- |\d+\. |> )?", line)
        indent = " " * (mark.end() if mark else 0)
        lines += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_a_text_as_it_was_written_is_unchanged(name: str, version: Version) -> None:
    text = golden_text(name, version)
    received = receive(text.encode())
    assert received is not None
    assert (received.text, received.transport) == (text, Transport.NOTHING)


@pytest.mark.parametrize("change", LINE_ENDS)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_line_ends_that_changed_on_the_way_are_told(name: str, change: str) -> None:
    text = golden_text(name, Version.FULL)
    received = receive(LINE_ENDS[change](text))
    assert received is not None
    assert (received.text, received.transport) == (text, Transport.LINE_ENDS)


@pytest.mark.parametrize("width", [60, 78])
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_wrapped_lines_are_joined_again(name: str, width: int) -> None:
    text = golden_text(name, Version.FILE)
    changed = wrapped(text, width)
    received = receive(changed.replace("\n", "\r\n").encode())
    assert changed != text
    assert received is not None
    assert (received.text, received.transport) == (text, Transport.WRAPPING)


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_a_blank_that_a_mail_program_put_before_lines_is_undone(
    name: str, version: Version
) -> None:
    text = golden_text(name, version)
    changed = re.sub(r"^(?=[ >]|From )", " ", text, flags=re.MULTILINE)
    received = receive(changed.encode())
    assert received is not None
    # Where all such lines are the rest of a paragraph, a blank more says the same.
    assert received.text in (text, changed if name == "two_authors" else text)


@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_a_changed_word_is_no_change_on_the_way(name: str) -> None:
    text = golden_text(name, Version.FULL)
    head, _, rest = text.partition("- **")
    assert receive(f"{head}One more word.\n\n- **{rest}".encode()) is None


def test_wrapped_minutes_are_imported_whole() -> None:
    text = golden_text("whole", Version.FILE)
    found = parse_conversation(wrapped(text, 70), "talk.md", Importer("manager", "Anna"), "en")
    assert found.is_minutes
    assert found.faults == ()
