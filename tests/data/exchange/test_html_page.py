"""The HTML page as a person and a screen reader find it: structure, colours, paper."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from afspraak.data.exchange.html_format import page
from afspraak.data.exchange.html_style import STYLE
from afspraak.data.minutes.writer import write_minutes

from ...support.conversations.golden_minutes import golden_conversation
from ...support.html_page import PageReader

TABLE = """# Talk

- **Place:** room 4
- **Goals:**
  - one
  - two

## Agreements

| | Agreement | Owner |
| --- | --- | --- |
| R1 | {long} | Anna |

### R1 Runbook

- **Owner:** Anna
- **Steps:** first\\
  then

## Notes

- **Anna:** hello
- **Jan:** | no table

| {long} | b |
| --- | --- |
| c | d |
"""
LONG = "abcdefghijklmnopqrstuvwxyz0123456789"


def tags(html: str, name: str) -> list[dict[str, str | None]]:
    """The attributes of each element of this name."""
    return [attributes for tag, attributes in PageReader(html).tags if tag == name]


def test_facts_are_a_description_list_and_typed_lists_are_none() -> None:
    html = page(TABLE.format(long="Runbook"), "en")
    assert "<div><dt>Place</dt><dd>room 4</dd></div>" in html
    assert "<div><dt>Goals</dt><dd><ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert "<div><dt>Steps</dt><dd>first<br>\nthen</dd></div>" in html
    assert "<li><strong>Anna:</strong> hello</li>" in html
    assert html.count("<dl>") == 2


def test_chapters_and_tables_are_named_for_a_screen_reader() -> None:
    html = page(TABLE.format(long="Runbook"), "en")
    assert [each.get("aria-labelledby") for each in tags(html, "section")] == [
        "agreements", None, "notes"
    ]  # fmt: skip
    assert '<h2 id="agreements">Agreements</h2>' in html
    assert tags(html, "div").count(
        {"class": "wide", "role": "region", "aria-labelledby": "agreements", "tabindex": "0"}
    ) == 1  # fmt: skip
    scopes = [each.get("scope") for each in tags(html, "th")]
    assert scopes == ["col", "col", "col", "row", "col", "col"]
    assert "<td>c</td>" in html, "the first column of a typed table need not be heads"


def test_a_chapter_that_stands_twice_has_two_ids() -> None:
    html = page("# t\n\n## Notes\n\na\n\n## Notes\n\nb\n", "en")
    ids = [each["id"] for each in tags(html, "h2")]
    assert len(ids) == len(set(ids)) == 2


def test_a_long_word_in_a_cell_may_break_and_a_usual_one_does_not() -> None:
    html = page(TABLE.format(long=LONG), "en")
    assert html.count("abcdefghijkl<wbr>mnopqrstuvwx<wbr>yz0123456789") == 2
    assert "<wbr>" not in page(TABLE.format(long="arbeidsongeschiktheids1"), "en")
    assert "overflow-wrap: anywhere" not in rule("th, td") + rule("main") + rule("body")


def rule(selector: str) -> str:
    """The declarations of a rule of the style."""
    found = re.search(rf"^{re.escape(selector)} {{([^}}]*)}}", STYLE, re.MULTILINE)
    assert found is not None, selector
    return found[1]


def test_each_printed_page_has_its_number_and_from_the_second_on_the_title() -> None:
    html = page("# Gesprek: Anna & Jan\n", "nl", "vertrouwelijk · Anna")
    assert 'content: counter(page) " van " counter(pages)' in html
    assert '@top-left { content: "Gesprek\\3a  Anna \\26  Jan"; }' in html
    assert '@bottom-left { content: "vertrouwelijk \\b7  Anna"; }' in html
    assert "@page :first { @top-left { content: none; } }" in html


@pytest.mark.parametrize("hostile", ['"; } body { display: none', "</style><script>x", "\\22 a"])
def test_a_title_or_footer_cannot_leave_its_place_in_the_style(hostile: str) -> None:
    html = page(f"# {hostile.replace('<', chr(92) + '<')}\n", "en", hostile)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    strings = re.sub(r'"[^"\n]*"', "", style[1])
    assert "none }" not in strings and "<" not in style[1] and "script" not in strings
    assert style[1].count("{") == style[1].count("}")
    allowed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}'" in html
    assert not tags(html, "script")


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in parts]  # fmt: skip
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_text_has_a_contrast_of_more_than_5_6() -> None:
    palettes = re.findall(r":root {([^}]*--ink[^}]*)}", STYLE)
    assert len(palettes) == 3, "light, dark and paper"
    for palette in palettes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", palette))
        for text in ("ink", "soft", "accent"):
            for ground in ("paper", "tint"):
                assert contrast(colours[text], colours[ground]) >= 5.6, (text, ground, palette)


def test_the_page_has_every_label_and_value_of_the_minutes() -> None:
    conversation, _ = golden_conversation("whole")
    text = write_minutes(conversation)
    said = " ".join("".join(PageReader(page(text, "nl")).text).split())
    for label in re.findall(r"^- \*\*([^*]+):\*\*", text, re.MULTILINE):
        assert label in said
