"""The structure of the HTML page: chapters, facts as description lists, tables that scroll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from ..text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_LONG_WORD = lazy_pattern(r"(\S{25,})")
_PART = 12
"""A word of more than 24 characters in a cell may break after every 12 of them."""
_FACT_TOKENS = 5
"""The tokens of an item with one line: item, paragraph, text, and their ends."""


class _Fact(NamedTuple):
    """An item that begins with a label: `- **Place:** room 4`."""

    label: Sequence[Token]
    value: Sequence[Token]
    rest: Sequence[Token]
    """The blocks after the first line."""


class Structure:
    """Renders tokens; `region` is the id of the heading that names the tables' regions."""

    def __init__(self, parser: MarkdownIt, region: str, *, own: bool) -> None:
        """Bind to a parser.

        `own` text has our structure: facts, and tables with a first column of heads. Other text is
        what people typed.
        """
        self._parser, self._region, self._own = parser, region, own

    def render(self, tokens: Sequence[Token]) -> str:
        """Return these blocks as HTML."""
        return "".join(self._blocks(tokens))

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[str]:
        at = 0
        while at < len(tokens):
            end = _end_of(tokens, at)
            block = tokens[at:end]
            is_list = block[0].type == "bullet_list_open" and block[0].level == 0
            facts = _facts(block) if self._own and is_list else []
            if facts:
                yield f"<dl>\n{''.join(map(self._fact, facts))}</dl>\n"
            else:
                yield self._plain(block)
            at = end

    def _fact(self, fact: _Fact) -> str:
        label = self._inline(fact.label).strip().removesuffix(":")
        value = self._inline(fact.value).strip()
        if value and fact.rest:
            value = f"<p>{value}</p>\n"
        return f"<div><dt>{label}</dt><dd>{value}{self.render(fact.rest)}</dd></div>\n"

    def _inline(self, tokens: Sequence[Token]) -> str:
        renderer = cast("RendererHTML", self._parser.renderer)
        return renderer.renderInline(tokens, self._parser.options, {})

    def _plain(self, tokens: Sequence[Token]) -> str:
        _prepare_cells(tokens, own=self._own)
        html = str(self._parser.renderer.render(tokens, self._parser.options, {}))
        if not any(token.type == "table_open" for token in tokens):
            return html
        # The renderer escapes text, so that these can only be its own tags.
        opening = f'<div class="wide" role="region" aria-labelledby="{self._region}" tabindex="0">'
        return html.replace("<table>", f"{opening}\n<table>").replace(
            "</table>", "</table>\n</div>"
        )


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Return the index after the block that begins at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index + 1
    return len(tokens)


def _facts(block: Sequence[Token]) -> list[_Fact]:
    """Return the facts of a list; none if one of its items begins with no label."""
    facts: list[_Fact] = []
    at = 1
    while at < len(block) - 1:
        end = _end_of(block, at)
        fact = _fact_of(block[at:end])
        if fact is None:
            return []
        facts.append(fact)
        at = end
    return facts


def _fact_of(item: Sequence[Token]) -> _Fact | None:
    if len(item) < _FACT_TOKENS or item[1].type != "paragraph_open":
        return None
    children = [child for child in item[2].children or () if child.type != "text" or child.content]
    types = [child.type for child in children]
    if types[:1] != ["strong_open"] or "strong_close" not in types:
        return None
    close = types.index("strong_close")
    label = children[1:close]
    if not label or label[-1].type != "text" or not label[-1].content.endswith(":"):
        return None
    return _Fact(label, children[close + 1 :], item[4:-1])


def _prepare_cells(tokens: Sequence[Token], *, own: bool) -> None:
    """Give heads their scope, and long words places to break."""
    is_head = False
    for index, token in enumerate(tokens):
        if token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "td_open":
            is_head = own and tokens[index - 1].type == "tr_open"
            if is_head:
                token.tag = "th"
                token.attrSet("scope", "row")
        elif token.type == "td_close" and is_head:
            token.tag, is_head = "th", False
        if token.type in ("th_open", "td_open") and (children := tokens[index + 1].children):
            tokens[index + 1].children = [part for each in children for part in _breakable(each)]


def _breakable(child: Token) -> Iterator[Token]:
    """Yield a text of a cell, with places to break in its long words."""
    from markdown_it.token import Token

    if child.type not in ("text", "code_inline") or not _LONG_WORD.search(child.content):
        yield child
        return
    for number, part in enumerate(_LONG_WORD.split(child.content)):
        is_long = number % 2 == 1
        for start in range(0, len(part), _PART if is_long else max(1, len(part))):
            if is_long and start:
                yield Token("html_inline", "", 0, content="<wbr>")
            end = start + _PART if is_long else len(part)
            yield Token(child.type, child.tag, 0, content=part[start:end])
