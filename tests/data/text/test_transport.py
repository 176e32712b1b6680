"""Markdown that a mail program or a formatter changed on the way is restored."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.text.transport import Transport, candidates, same_words, unwrapped

from ...support.amount import tries

TEXT = """# Planning 2027: Sanne de Wit and Marijke van den Berg, who talked for a long time

- **Job:** Data engineer, grade 10, and everything that belongs to the nightly load of the warehouse
- **Goals:**
  - The nightly load recovers by itself, in less than two failures a quarter of the year 2027
- **Steps:** first the one\\
  then the other, which takes a while and has to be done before the summer of next year

| No. | Agreement that is longer than any formatter would like to see it in one row of a table |
| --- | --- |

- **Marijke:** short line
  another short line that she typed below it
  - [ ] a task of hers

  ```
  code that is longer than the width of any formatter and must never be joined or broken
  ```
  > a quotation of something that somebody said at great length and without any pause at all
"""


def wrapped(text: str, width: int) -> str:
    """Markdown as a formatter wraps it: items, quotations and hard breaks keep their lines."""
    lines: list[str] = []
    is_code = False
    for line in text.split("\n"):
        lead = re.match(r"\s*(?:- (?:\[ \] )?)?(?:> )?", line)
        is_code ^= line.strip() == "```"
        if lead is None or is_code or line.startswith(("|", "#")) or len(line) <= width:
            lines.append(line)
            continue
        begin = lead[0].replace("- ", "  ").replace("[ ] ", "")
        lines += textwrap.wrap(
            line, width, subsequent_indent=begin, break_long_words=False, break_on_hyphens=False
        )
    return "\n".join(lines)


@pytest.mark.parametrize("width", [50, 60, 72, 80])
def test_wrapped_lines_are_joined_and_typed_breaks_stay(width: int) -> None:
    changed = wrapped(TEXT, width)
    assert changed != TEXT
    first, all_joined = unwrapped(changed)
    assert first == TEXT
    assert "short line another short line" in all_joined


@pytest.mark.parametrize(
    ("change", "transport"),
    [
        (lambda text: text.encode(), Transport.NOTHING),
        (lambda text: text.replace("\n", "\r\n").encode(), Transport.LINE_ENDS),
        (lambda text: text.replace("\n", "\r").encode(), Transport.LINE_ENDS),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), Transport.LINE_ENDS),
        (lambda text: text.encode("utf-16"), Transport.LINE_ENDS),
        (lambda text: text.rstrip("\n").encode(), Transport.LINE_ENDS),
        (lambda text: text.replace("\n", " \t\n").encode() + b"\n\n", Transport.LINE_ENDS),
        (lambda text: wrapped(text, 60).replace("\n", "\r\n").encode(), Transport.WRAPPING),
    ],
)
def test_the_text_of_before_is_among_the_candidates(change: object, transport: Transport) -> None:
    assert callable(change)
    found = {candidate: how for how, candidate in candidates(change(TEXT))}
    assert found[TEXT.encode()] is transport


@settings(max_examples=tries(200), deadline=None)
@given(st.text(alphabet="a b\n-#>|`~\\1.é", max_size=120))
def test_no_candidate_has_other_words(text: str) -> None:
    for each in unwrapped(text):
        # A quotation mark of a joined line goes, as a formatter puts it there.
        assert same_words(each.replace(">", ""), text.replace(">", ""))


def test_other_white_space_is_part_of_a_word() -> None:
    assert same_words("a b\nc", "a  b c")
    assert not same_words("a b", "a\x0bb")
    assert not same_words("a b", "a\u00a0b")
