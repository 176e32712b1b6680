"""The HTML page of any text has only our tags, and nothing active or external."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.exchange.html_format import page
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Conversation, Header, NoteLine
from afspraak.data.text.sanitize import clean_line, clean_text

from ..support.amount import tries
from ..support.conversations.random_conversations import CONTROLS, CONVERSATIONS, LONG, NOTES
from ..support.html_page import PageReader

OURS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "table", "thead", "tbody"),
    *("tr", "th", "td", "em", "strong", "s", "code", "pre", "blockquote", "br", "hr", "a"),
    *("header", "dl", "dt", "dd", "div", "wbr"),
}
ATTRIBUTES = {
    "a": {"href", "rel", "title"},
    "ol": {"start"},
    "section": {"class", "aria-labelledby"},
    "div": {"class", "role", "aria-labelledby", "tabindex"},
    "th": {"class", "scope"},
    **{f"h{level}": {"id"} for level in (1, 2)},
}


def harmless(text: str) -> PageReader:
    reader = PageReader(text)
    assert reader.open == []
    assert reader.other == []
    assert {tag for tag, _ in reader.tags} <= OURS
    head = next(at for at, (tag, _) in enumerate(reader.tags) if tag == "body")
    assert not {"html", "head", "meta", "title", "style"} & {t for t, _ in reader.tags[head:]}
    for tag, attributes in reader.tags[head:]:
        assert set(attributes) <= ATTRIBUTES.get(tag, {"class"})
        assert str(attributes.get("href", "http:")).lower().startswith(("http", "ftp:", "mailto:"))
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {str(each["aria-labelledby"]) for _, each in reader.tags if "aria-labelledby" in each}
    assert named <= {"title", *map(str, ids)}
    assert not CONTROLS & set(text)
    return reader


@settings(max_examples=tries(150), deadline=None)
@given(CONVERSATIONS, st.booleans())
def test_an_html_page_has_only_our_tags_and_the_typed_text(
    conversation: Conversation, authors: bool
) -> None:
    minutes = write_minutes(conversation, authors=authors)
    said = "".join(harmless(page(minutes, conversation.header.language)).text)
    for agreement in conversation.agreements:
        assert clean_line(agreement.measure) in said
    for item in conversation.checklist:  # what was not discussed is in no minutes
        if item.kind == "question" and item.state in ("done", "parked"):
            assert clean_line(item.text) in said


@settings(max_examples=tries(300), deadline=None)
@given(NOTES)
@example((NoteLine("[x](javascript:alert(1)) ![y](http://e.vil/p.png) [z](data:text/html,b)"),))
@example((NoteLine("<http://a.b> [m](mailto:a@b.c) [r](/local) [n](//e.vil)"),))
@example((NoteLine("| a |\n|-:|\n| b |\n\n```style onload=x\n<script>\n```"),))
def test_notes_in_an_html_page_are_inert(notes: tuple[NoteLine, ...]) -> None:
    harmless(page(write_minutes(Conversation(Header(), notes=notes)), "en"))


@settings(max_examples=tries(200), deadline=None)
@given(LONG)
@example("# t\n\n<script>alert(1)</script>\n\na <b onclick=x>b</b> <!-- c -->\n")
def test_any_markdown_gives_a_harmless_page(text: str) -> None:
    harmless(page(clean_text(text), "en"))
