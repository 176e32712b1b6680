"""Recognise minutes, their language, and the wording of earlier versions."""

from __future__ import annotations

from ...i18n.catalogue import LANGUAGES, Catalogue, catalogue
from ...model.conversation import ROLES
from ...text.markdown_tree import blocks, text_of
from .labelled_values import labels as labels_of
from .reader_chapters import CHAPTERS, labelled_items


def likeness(text: str) -> tuple[str, int]:
    """Return the language in which a text has most chapters and labels of minutes, and how many.

    Returns ("", 0) if it has none, or does not begin with a title.
    """
    nodes = blocks(text)
    if not nodes or nodes[0].tag != "h1":
        return "", 0
    headings = {text_of(node) for node in nodes if node.tag == "h2"}
    labels = {name for name, _ in labelled_items(nodes[1:2])}
    paragraphs = {text_of(node) for node in nodes if node.type == "paragraph"}
    found: dict[str, int] = {}
    for language in LANGUAGES:
        words = catalogue(language)
        own = {words(f"form1.{name}") for name in (*CHAPTERS, "when", "nothing")}
        own |= set(labels_of("header", words))
        own |= {words(f"form1.role.{role}") for role in ROLES}
        found[language] = len(own & (headings | labels | paragraphs))
    best = max(LANGUAGES, key=lambda language: found[language])
    return (best, found[best]) if found[best] else ("", 0)


def to_present_wording(text: str, words: Catalogue) -> str:
    """Return minutes with the sentences of earlier versions replaced by those of this one."""
    earlier, present = words("form1.approvals_hold.earlier"), words("form1.approvals_hold")
    return text.replace(f"\n{earlier}\n", f"\n{present}\n")
