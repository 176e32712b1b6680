"""The palette of colours: each is shown while it is highlighted, and kept when it is chosen."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.command import Command, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import OptionList

from ..terminal.themes import TERMINAL_THEMES
from .palette import Palette


class Themes(Provider):
    """Provides the names of the themes; those of the terminal's own colours come first."""

    async def discover(self) -> Hits:
        """Yield all themes, while nothing is typed."""
        for name in self._names():
            yield DiscoveryHit(name, partial(self._choose, name), name)

    async def search(self, query: str) -> Hits:
        """Yield the themes whose names match."""
        matcher = self.matcher(query)
        for name in self._names():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self._choose, name), name)

    def _names(self) -> list[str]:
        themes = self.app.available_themes
        return sorted(themes, key=lambda name: (name not in TERMINAL_THEMES, name))

    def _choose(self, name: str) -> None:
        keep = getattr(self.app, "keep_theme", None)
        if keep is not None:
            keep(name)


class ThemePicker(Palette):
    """The palette; leaving it without a choice brings the former colours back."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(providers=[Themes], placeholder=placeholder)
        self._before = ""
        self._chosen = False

    def on_mount(self) -> None:
        """Remember the colours."""
        super().on_mount()
        self._before = self.app.theme

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        option = event.option
        if isinstance(option, Command) and option.hit.text in self.app.available_themes:
            self.app.theme = str(option.hit.text)

    @on(OptionList.OptionSelected)
    def _note_choice(self) -> None:
        self._chosen = True

    def on_unmount(self) -> None:
        """Bring the former colours back, unless others were chosen."""
        if not self._chosen:
            self.app.theme = self._before
