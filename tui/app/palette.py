"""The command palette: the keys of the current context, searchable by their descriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import CommandInput, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.fuzzy import Matcher

from ...widgets.language import tr
from ..environment import keymap_of
from ..keys.key import Key
from ..keys.table import ACTIVE_CONTEXTS, KEYS, format_keys


class Palette(CommandPalette):
    """The palette. Its caret does not blink, so an idle palette sends no bytes."""

    def on_mount(self) -> None:
        """Stop the caret from blinking."""
        self.query_one(CommandInput).cursor_blink = False


class Commands(Provider):
    """Provides the rows of the key table for the context in which the palette was opened."""

    async def discover(self) -> Hits:
        """Yield all commands, while nothing is typed."""
        for text, call in self._commands():
            yield DiscoveryHit(Content(text), call, text)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose descriptions match."""
        matcher = self.matcher(query)
        found = [(matcher.match(text), text, call) for text, call in self._commands()]
        for score, text, call in found:
            if score > 0:
                yield Hit(score, _highlighted(matcher, text), call, text)
        if not any(score > 0 for score, _, _ in found):
            yield Hit(0, tr("app.palette.nothing"), lambda: None)

    def _commands(self) -> Iterator[tuple[str, Callable[[], object]]]:
        more = getattr(self.screen, "more_commands", None)
        if more is not None:
            yield from more()
        choose_theme = getattr(self.app, "action_choose_theme", None)
        if choose_theme is not None:
            yield tr("app.theme"), choose_theme
        context = str(getattr(self.screen, "key_context", "form"))
        keymap, seen = keymap_of(self.app), set[str]()
        nearest_first = [
            key for part in ACTIVE_CONTEXTS.get(context, ()) for key in KEYS if key.context == part
        ]
        for key in nearest_first:
            if key.action == "command_palette":
                continue
            text = tr(f"key.{key.id}")
            if text in seen:
                continue
            seen.add(text)
            yield f"{text}  ({format_keys(keymap.keys_of(key))})", partial(self._run, key)

    async def _run(self, key: Key) -> None:
        await self.app.run_action(key.call, self._namespace(key.context))

    def _namespace(self, context: str) -> DOMNode:
        """Return the node that has the actions of a context."""
        if context == "app":
            return self.app
        if context == "desk":
            return self.screen
        pane = getattr(self.screen, "active_pane", None)
        return pane if isinstance(pane, DOMNode) else self.screen


def _highlighted(matcher: Matcher, text: str) -> Content:
    """Return a text with the characters that match; brackets in it are no markup."""
    content = Content(text)
    _, offsets = matcher.fuzzy_search.match(matcher.query, text)
    for offset in offsets:
        if not text[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content
