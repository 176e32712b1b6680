"""The HTML page and the JSON: their content, and what they never contain."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.errors import UsageError
from afspraak.data.exchange.export import FORMATS, export_bytes, export_file, format_of, minutes_of
from afspraak.data.exchange.html_format import page
from afspraak.data.exchange.import_file import parse_conversation
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.exchange.json_format import conversation_json, to_json_value
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import (
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
)
from afspraak.data.model.edits import Answer, Approve, Change, Tick
from afspraak.data.session.session import Session

from ...checkout import ROOT
from ...support.conversations.golden_minutes import golden_conversation


def test_the_html_page_is_complete_and_in_the_conversations_language() -> None:
    conversation, _ = golden_conversation("whole")
    html = page(write_minutes(conversation), "nl")
    assert html.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert "<title>Planningsgesprek 2027: Jan Bakker en Anna de Vries</title>" in html
    assert html.count('<section class="agreement">') == 2
    assert "<td>in ontwikkeling</td>" in html
    assert html.count("<section") == html.count("</section>")


def test_the_content_security_policy_admits_only_our_style() -> None:
    html = page("# t\n", "en")
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)
    assert style is not None
    allowed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{allowed}'" in html
    assert "<script" not in html
    assert "url(" not in html
    assert "@import" not in html


def test_links_and_images_in_the_html_page() -> None:
    text = "# t\n\n## Notes\n\n[web](http://a.b) [bad](/etc/passwd) ![logo](http://e.vil/x.png)\n"
    html = page(text, "en")
    assert '<a href="http://a.b" rel="noopener noreferrer">web</a>' in html
    assert "bad (/etc/passwd) logo (http://e.vil/x.png)" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```Decided in June\na\n```", "<p>Decided in June</p>\n<pre><code>a\n"),
        ("[Decided]: june\n\nb", "<p>[Decided]: june</p>\n<p>b</p>"),
        ('> [Decided]:\n> june "no"', "<p>[Decided]:\n&gt; june &quot;no&quot;</p>"),
        ("| a |\n| - |\n| b | *c* | | d |", "<td><em>c</em></td>\n<td>d</td>\n</tr>"),
        ("a | b\n-- | --\nc | d | e", "<td>d</td>\n<td>e</td>\n</tr>"),
        ("> | a |\n> | - |\n> | b | c |", "<td>b</td>\n<td>c</td>\n</tr>"),
        ('[a](http://b.c "Decided")', 'title="Decided"'),
        ('[a](report.md "Decided") ![b](c.png "June")', "a (report.md Decided) b (c.png June)"),
    ],
)
def test_the_html_page_shows_text_that_html_would_hide(written: str, shown: str) -> None:
    html = page(f"# t\n\n## Notes\n\n{written}\n\n## Agreements\n", "en")
    assert shown in html


def test_the_alignment_of_a_column_needs_no_style() -> None:
    html = page("# t\n\n## Notes\n\n| a | b |\n| -: | :-: |\n| 1 | 2 |\n", "en")
    assert '<td class="right">1</td>' in html
    assert '<td class="center">2</td>' in html
    assert "style=" not in html


def test_the_json_has_the_documented_keys() -> None:
    conversation, _ = golden_conversation("whole")
    told = json.loads(conversation_json(conversation, Slug("jan-2027")))
    documented = set(re.findall(r"\w+", to_json_value.__globals__["__doc__"]))
    columns = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    documented |= set(re.findall(r"`(\w+)`", columns.partition("| table | columns |")[2]))
    seen: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            seen.update(value)
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(told)
    assert seen <= documented | {"manager", "employee"}
    assert told["slug"] == "jan-2027"
    assert told["header"]["date"] == "2026-12-03"
    assert told["header"]["next_on"] == "2027-06-10"
    assert told["agreements"][0]["label"] == "R1"
    assert told["agreements"][0]["progress"][0]["text"] == "Begonnen."
    assert told["approvals"][0]["stance"] == "disagreed"
    assert not {"login", "parts", "_sync", "order"} & seen
    assert "avries" not in json.dumps(told)
    assert "geheim" not in json.dumps(told)


def test_the_json_contains_authors_only_on_request() -> None:
    conversation = Conversation(Header(date=date(2026, 12, 3)), notes=(NoteLine("a", MANAGER),))
    assert to_json_value(conversation, Slug("s"))["notes"] == [{"text": "a", "by": "manager"}]
    assert to_json_value(conversation, Slug("s"), authors=False)["notes"] == [
        {"text": "a", "by": ""}
    ]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "nb" / "anna.json"
    path.parent.mkdir()
    partners = (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee"))
    item = ChecklistItem(RowId("i1"), "s", "What?")
    session = Session.create(
        path, Conversation(Header(title="Talk"), partners, (item,)), me=MANAGER
    )
    session.apply(Answer(RowId("i1"), MANAGER, "SECRET", private=True))
    session.apply(Answer(RowId("i1"), MANAGER, "shared"))
    session.apply(Tick(RowId("i1"), "done"))
    session.close()
    return path


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "ics"])
def test_no_format_contains_private_preparation(form: str, talk: Path) -> None:
    text = export_bytes(talk, form).decode()
    assert "shared" in text
    assert "SECRET" not in text


def test_a_void_approval_is_exported_as_void_and_read_back(talk: Path) -> None:
    with closing(Session.open(talk)) as session:
        now = content(session.fields, session.notes.note_lines())
        approval = Approval(MANAGER, now.digest, "2026-12-03T10:00:00+00:00", parts=now.parts)
        session.apply(Approve(approval))
    assert "no longer holds" not in minutes_of(talk)
    with closing(Session.open(talk)) as session:
        session.apply(Change("header", values={"title": "Another talk"}))
    text = minutes_of(talk)
    assert "; no longer holds: the record was changed after it\n" in text
    # Read in as another conversation, which has a digest of its own, it says the same again.
    writer = Importer("manager", "Jan")
    again = talk.with_name("again.json")
    Session.create(again, parse_conversation(text, "again", writer, "en").conversation, me=MANAGER)
    lines, read = text.split("\n"), minutes_of(again).split("\n")
    differing = [line for line, other in zip(lines, read, strict=True) if line != other]
    assert [line.partition(" ")[2][:11] for line in differing] == ["**Digest:**"]


def test_a_calendar_contains_the_time_and_no_content(talk: Path) -> None:
    with pytest.raises(UsageError, match="date"):
        export_bytes(talk, "ics")
    with closing(Session.open(talk)) as session:
        session.apply(Change("header", values={"date": "2026-12-03", "time": "10:00"}))
    text = export_bytes(talk, "ics").decode()
    assert "DTSTART" in text
    assert "20261203T100000" in text
    assert "shared" not in text
    assert "SECRET" not in text


def test_an_export_never_overwrites_a_conversation(talk: Path) -> None:
    before = talk.read_bytes()
    for name in ("anna.json", "other.json", "anna.private.json", "anna.json~"):
        with pytest.raises(UsageError):
            export_file(talk, talk.with_name(name), b"{}")
    link = talk.parent.parent / "link.json"
    link.symlink_to(talk)
    with pytest.raises(UsageError):
        export_file(talk, link, b"{}")
    assert talk.read_bytes() == before


def test_the_file_extension_determines_the_format() -> None:
    assert [format_of(Path(name)) for name in ("a.HTML", "a.htm", "a.json", "a.txt", "a", "-")] == [
        *("html", "html", "json", "md", "md", "md"),
    ]
    with pytest.raises(UsageError):
        export_bytes(Path("x.json"), "html", front_matter=True)
