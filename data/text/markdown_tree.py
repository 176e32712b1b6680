"""Markdown as a tree of blocks, to read documents by their chapters and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .markdown import parse, plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode


def blocks(text: str) -> list[SyntaxTreeNode]:
    """Return the outermost blocks of a text."""
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(parse(text)).children


def source_lines(node: SyntaxTreeNode) -> tuple[int, int]:
    """Return the source lines of a block: the first (from 0), and the one after the last."""
    return node.map or (0, 0)


def inline_node(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    """Return the inline node of a heading, paragraph, cell or item's first paragraph; else None."""
    first = node.children[0] if node.children else None
    if first is not None and first.type == "paragraph":
        return inline_node(first)
    return first if first is not None and first.type == "inline" else None


def inline_of(node: SyntaxTreeNode) -> list[Token]:
    """Return the tokens of `inline_node`."""
    inline = inline_node(node)
    return list(inline.token.children or ()) if inline and inline.token else []


def text_of(node: SyntaxTreeNode) -> str:
    """Return the text that a reader sees of `inline_node`."""
    return plain_text(inline_of(node))


def list_items(nodes: Sequence[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    """Yield the items of the bullet lists among these blocks."""
    for node in nodes:
        if node.type == "bullet_list":
            yield from node.children
