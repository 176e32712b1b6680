"""The scroll bar of a widget: signs of the role table instead of Textual's coloured cells."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

from ..drawing.palette import styles
from ..drawing.roles import Palette
from ..drawing.scroll_bar import PART_IN_VIEW, scroll_bar

_DEFAULT = Color.default()


class PlainScrollBar(ScrollBarRender):
    """Draws a vertical bar; its roles look the same on each palette."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _DEFAULT,
        bar_color: Color = _DEFAULT,
    ) -> Segments:
        """Return the cells, with what the mouse does on each."""
        if not vertical:
            return super().render_bar(
                size,
                virtual_size,
                window_size,
                position,
                thickness,
                vertical,
                back_color,
                bar_color,
            )
        cells = scroll_bar(size, int(virtual_size), int(window_size), position)
        looks = styles(Palette.MONO)
        segments, action = [], "scroll_up"
        for sign, role in cells:
            is_in_view = sign == PART_IN_VIEW
            if action == "grab" and not is_in_view:
                action = "scroll_down"
            elif is_in_view:
                action = "grab"
            style = looks[role] + Style(meta={"@mouse.down": action})
            segments.append(Segment(sign * thickness, style))
        return Segments(segments, new_lines=True)
