"""Front matter of other programs: title and date are used, and no line is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.exchange.arrival.front_matter import split_front_matter
from afspraak.data.i18n.dates import When


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Team talk", "Team talk"),
        ("Title:   Team talk  ", "Team talk"),
        ('titel: "De \\"maan\\""', 'De "maan"'),
        ("title: 'It''s on' # why", "It's on"),
        ("title: C# and F#", "C# and F#"),
        ("title: >-\n  Team\n  talk", "Team talk"),
        ("title: |\n  Team talk", "Team talk"),
        ("title: no", "no"),
        ("title: 2027", "2027"),
    ],
)
def test_a_title_is_read_as_yaml_writes_it(line: str, title: str) -> None:
    front, body = split_front_matter(f"---\n{line}\n---\n# Text\n")
    assert (front.title, front.rest, body) == (title, [], "# Text\n")


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("2026-12-03", When(date(2026, 12, 3))),
        ("2026-12-03T10:30:00+01:00", When(date(2026, 12, 3), "10:30")),
        ('"2026-12-03 10:30"', When(date(2026, 12, 3), "10:30")),
        ("3 december 2026", When(date(2026, 12, 3))),
        ("Thursday, December 3rd, 2026", When(date(2026, 12, 3))),
        ("03-12-2026 10u30", When(date(2026, 12, 3), "10:30")),
    ],
)
def test_a_date_is_read(value: str, when: When) -> None:
    front, _ = split_front_matter(f"---\ndate: {value}\n---\n")
    assert (front.when, front.rest) == (when, [])


@pytest.mark.parametrize(
    "value", ["tomorrow", "3 dec", "2026-02-30", "[2026-12-03]", "&a 2026-12-03"]
)
def test_what_is_no_date_stays_a_line(value: str) -> None:
    front, _ = split_front_matter(f"---\ndate: {value}\n---\n")
    assert (front.when, front.rest) == (None, [f"date: {value}"])


def test_all_other_lines_are_kept_in_order() -> None:
    lines = ["# by hand", "tags: [a,", "  b]", "people:", "- Jan", "date: 2026-12-03", "n: {x: 1}"]
    front, body = split_front_matter("\n".join(["---", *lines, "...", "", "Text"]))
    assert front.rest == [line for line in lines if not line.startswith("date")]
    assert (front.lines, body) == (lines, "\nText")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nText between rules: none.\n\n---\nMore.",
        "---\ntitle: never closed\n",
        "Text\n---\ntitle: x\n---\n",
        "---\n---\n",
        "---\nJust a sentence.\n---\n",
        "---\n- a list\n---\n",
    ],
)
def test_other_text_has_no_front_matter(text: str) -> None:
    front, body = split_front_matter(text)
    assert (front.title, front.lines, body) == ("", [], text)


_LINES = st.sampled_from(
    ["title: a", "date: 2026-12-03", "x: y", "  more", "- item", "# said", "", "---", "...", "word"]
)


@given(st.lists(_LINES, max_size=12))
def test_every_line_is_used_or_kept(lines: list[str]) -> None:
    text = "\n".join(["---", *lines])
    front, body = split_front_matter(text)
    if body == text:
        return
    kept = Counter("\n".join(front.rest).split())
    values = Counter(f"title: {front.title} date: {front.when and front.when.day}".split())
    assert not Counter("\n".join(front.lines).split()) - kept - values
    assert text.endswith(body)
