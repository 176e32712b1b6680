"""The styles of the roles in the application that a widget is part of."""

from __future__ import annotations

from textual.widget import Widget

from ..drawing.palette import Styles, styles
from ..drawing.roles import Palette


def palette_of(widget: Widget) -> Palette:
    """Return the palette of the theme; the one without colours if NO_COLOR is set."""
    app = widget.app
    if app.no_color:
        return Palette.MONO
    return Palette.DARK if app.current_theme.dark else Palette.LIGHT


def styles_of(widget: Widget) -> Styles:
    """Return the style of each role, with the colours that the user chose for other authors."""
    colours: tuple[str, ...] = getattr(widget.app, "author_colours", ())
    return styles(palette_of(widget), colours)
