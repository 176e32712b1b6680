"""Pages in HTML as Markdown: our own as the minutes they were made from, others with every word."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from afspraak.data.exchange.arrival.document_text import document_text
from afspraak.data.exchange.arrival.page_text import markdown_of
from afspraak.data.exchange.html_format import page
from afspraak.data.exchange.import_file import ImportResult, parse_conversation, read_import_file
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.minutes.edition import Version
from afspraak.data.model.conversation import Conversation

from ....support.conversations.golden_minutes import GOLDEN_NAMES, golden_text

ME = Importer("manager", "Anna de Vries")


def read(text: str, folder: Path, name: str) -> ImportResult:
    (folder / name).write_text(text, "utf-8")
    found = read_import_file(folder / name)
    return parse_conversation(found.text, name, ME, "en")


def content(conversation: Conversation) -> list[object]:
    """What minutes tell, without ids."""
    header = conversation.header
    return [
        (header.title, header.kind, header.date, header.time, header.goals, header.next_on),
        [p.name for p in conversation.partners],
        [
            (i.text, i.kind, i.state, *map(str, (i.ratings, i.remarks)))
            for i in conversation.checklist
        ],
        [(a.text, a.owner, a.due, a.measure, a.status, a.support) for a in conversation.agreements],
        [(a.partner, a.stance, a.remark) for a in conversation.approvals],
    ]


def language_of(text: str) -> str:
    return "nl" if "**Kenmerk:**" in text else "en"


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_our_own_page_is_read_as_the_minutes_that_it_was_made_from(
    name: str, version: Version, tmp_path: Path
) -> None:
    text = golden_text(name, version).partition("\n---\n\n")
    minutes = text[2] or text[0]
    html = page(minutes, language_of(minutes))
    was, found = read(minutes, tmp_path, "a.md"), read(html, tmp_path, "a.html")
    assert found.is_minutes
    assert content(found.conversation) == content(was.conversation)
    words = [re.findall(r"\w+", "\n".join(line.text for line in each.conversation.notes))
             for each in (was, found)]  # fmt: skip
    assert not Counter(words[0]) - Counter(words[1])
    if name != "hostile":  # its typed Markdown is not what our page shows
        assert sorted(words[0]) == sorted(words[1])
        assert found.faults == was.faults == ()


def test_a_changed_page_is_not_read_as_if_it_were_ours(tmp_path: Path) -> None:
    minutes = golden_text("story_nl", Version.FULL)
    html = page(minutes, "nl").replace("</main>", "<p>Een regel erbij.</p></main>")
    found = read(html, tmp_path, "a.html")
    assert "Een regel erbij." in [line.text for line in found.conversation.notes]


PAGE = """<!DOCTYPE html><html><head><title>Overleg & plan</title><style>p {color: red}</style>
<script>var secret = 1;</script></head><body><div><div>
<h2>Punten</h2>
<p>We spraken over <b>het plan</b> en <em>de
tijd</em>, zie <a href="https://example.org/x_y">de site</a>.<br>Tweede regel.
<ul><li>een<li>twee<ul><li>genest</ul></ul>
<ol start="3"><li><p>drie</p></li><li>vier</li></ol>
<ul><li><input type="checkbox" checked> klaar</li><li><input type="checkbox"> nog doen</li></ul>
<table><tr><th>wie<th>wat<tr><td>Anna<td>a|b<tr><td>Jan<td></table>
<table><tr><td><p>Kader</p><p>om de tekst</p></td></tr></table>
<blockquote><p>gezegd</p></blockquote>
<pre>regel 1
  regel 2</pre>
<dl><dt>Plaats</dt><dd>kamer 3</dd></dl>
<p>5_000 * 2 &lt; 3 &amp; # geen kop</p>
# ook geen kop
</div></div></body></html>"""

EXPECTED = """# Overleg & plan

## Punten

We spraken over **het plan** en *de tijd*, zie [de site](<https://example.org/x_y>).\\
Tweede regel.

- een
- twee
  - genest

3. drie

4. vier

- [x] klaar
- [ ] nog doen

| wie | wat |
| --- | --- |
| Anna | a\\|b |
| Jan | |

Kader

om de tekst

> gezegd

```
regel 1
  regel 2
```

- **Plaats:** kamer 3

5_000 * 2 < 3 & # geen kop

\\# ook geen kop
"""


def test_a_foreign_page_becomes_markdown() -> None:
    assert markdown_of(PAGE) == EXPECTED


def test_a_foreign_page_is_imported_with_its_title_and_tasks(tmp_path: Path) -> None:
    found = read(PAGE, tmp_path, "a.html")
    assert found.conversation.header.title == "Overleg & plan"
    assert [(i.section, i.text, i.state) for i in found.conversation.checklist] == [
        ("Punten", "klaar", "done"),
        ("Punten", "nog doen", "open"),
    ]
    notes = "\n".join(line.text for line in found.conversation.notes)
    assert "Tweede regel." in notes and "secret" not in notes and "color" not in notes


@pytest.mark.parametrize(
    "text",
    [
        "# Talk\n\n<p>one</p><p>two</p><p>three</p><p>four</p><p>five</p>\n",
        "<p>one</p><p>two</p><p>three</p><p>four</p><p>five</p>\n\n- [ ] task\n",
        "<!-- a --><!-- b -->" * 200 + "\n# Talk\n",
        "<div>\n<p>one</p>\n</div>\n\n## Talk\n\n<h2>x</h2>" + "<p>y</p>" * 9,
        "<b>x</b>\n",
    ],
)
def test_markdown_with_html_in_it_is_no_page(text: str) -> None:
    assert document_text(text.encode()).text == text


def test_a_page_without_a_beginning_is_known_by_its_name(tmp_path: Path) -> None:
    found = read("<h1>Talk</h1>\n<ul><li>one<li>two</ul>", tmp_path, "a.HTM")
    assert found.conversation.header.title == "Talk"
    assert [line.text for line in found.conversation.notes] == ["- one", "- two"]


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 5000 + "words",
        "<html><ul><li><li></ul></p></div>words<table><tr>",
        "<html><p>words<h1></h1><dl><dd>x<dt>y</dl><br><br>",
        "<html>" + "<ul><li>" * 500 + "words",
    ],
)
def test_a_broken_page_keeps_its_words(html: str, tmp_path: Path) -> None:
    found = read(html, tmp_path, "a.html")
    assert "words" in "\n".join(line.text for line in found.conversation.notes)
