"""Agreements as todo.txt: one task a line, with project, context and `key:value` pairs."""

from __future__ import annotations

from collections.abc import Iterable

from .tracked import Tracked


def todo_txt(agreements: Iterable[Tracked]) -> bytes:
    """Return the tasks. Each begins with its label, so that no text is taken for a priority."""
    return "".join(f"{_task(each)}\n" for each in agreements).encode()


def _task(agreement: Tracked) -> str:
    words = [] if agreement.status == "open" else ["x"]
    words += [agreement.label, _without_tags(agreement.text), f"+{agreement.slug}"]
    if agreement.owner_word:
        words.append(f"@{agreement.owner_word}")
    if agreement.due:
        words.append(f"due:{agreement.due.isoformat()}")
    if agreement.status == "dropped":
        words.append("status:dropped")
    return " ".join([*words, f"id:{agreement.uuid}"])


def _without_tags(text: str) -> str:
    """Return a text in which no word is a project or a context."""
    return " ".join(
        f"{word[0]} {word[1:]}" if word[:1] in ("+", "@") and len(word) > 1 else word
        for word in text.split()
    )
