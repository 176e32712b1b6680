"""The two shapes of our own lines: an entry with a label, and a table."""

from __future__ import annotations

from collections.abc import Sequence

from .block import write_block
from .inline import Place, escape


def entry(label: str, text: str, indent: str = "") -> str:
    """Return `- **label:** text` for a label of ours and a text of one line."""
    return with_markdown(label, escape(text), indent)


def block_entry(label: str, text: str, indent: str = "") -> str:
    """Return an entry for a label of ours and a text of several lines."""
    block = write_block(text)
    below = [f"{indent}  {line}" if line else "" for line in block.below]
    return "\n".join([with_markdown(label, block.first, indent), *below])


def with_markdown(label: str, markdown: str, indent: str = "") -> str:
    """Return an entry whose label and text are Markdown already; the text may be empty."""
    return f"{indent}- **{label}:**{' ' if markdown else ''}{markdown}"


def typed_label(text: str) -> str:
    """Return a label that people typed, as Markdown."""
    return escape(text, Place.LABEL)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already; the first row is its head."""
    lines = ["|" + "".join(f" {cell} |" if cell else " |" for cell in row) for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def cell(text: str) -> str:
    """Return a text as the Markdown of a cell."""
    return escape(text, Place.CELL)
