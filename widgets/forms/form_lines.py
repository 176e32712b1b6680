"""The widgets around a field that show lines: its label, its edge, and what was made of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.geometry import Size
from textual.strip import Strip

from ..drawing.beside.form_rows import (
    below_lines,
    concrete_lines,
    edge_line,
    help_lines,
    label_line,
    right_line,
)
from ..drawing.roles import Role
from ..primitives.line_widget import LineWidget, paint
from ..primitives.role_styles import styles_of


class Label(LineWidget):
    """The label of a field: against its edge, or above it."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__()
        self._text = text
        self._active = self._above = False
        self.styles.width = width

    def show_focus(self, active: bool) -> None:
        """Show whether the field has the focus."""
        self._active = active
        self.lay_out()

    def show_above(self, above: bool) -> None:
        """Show the label at the left, for a field below it, or against the edge."""
        self._above = above
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out the line again."""
        width = self.size.width
        self.set_lines([label_line(self._text, width, active=self._active, above=self._above)])


class FieldBody(Vertical):
    """A field with what is below it, beside an edge that is heavy while it has the focus."""

    DEFAULT_CSS = """
    FieldBody { width: 1fr; height: auto; padding-left: 0; }
    """

    def __init__(self, *, edge: bool = True) -> None:
        super().__init__()
        self._has_edge, self._active = edge, False

    def show_focus(self, active: bool) -> None:
        """Show whether the field has the focus."""
        if active != self._active:
            self._active = active
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - each row has the same edge
        """Return the edge; the widgets inside cover the rest."""
        edge = edge_line(active=self._active) if self._has_edge else ()
        return paint(edge, self.size.width, styles_of(self), self.rich_style)


class Understood(LineWidget):
    """What was understood of a text, at the right: the longest form that fits."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: Sequence[str] = ()

    def show(self, forms: Sequence[str]) -> None:
        """Show one of these forms."""
        if forms != self._forms:
            self._forms = forms
            self.lay_out()

    def lay_out(self) -> None:
        """Lay out the line again."""
        unread = "".join(self._forms[:1]).startswith("?")
        role = Role.MISSING if unread else Role.ACCENT
        self.set_lines([right_line(self._forms, self.size.width, role)])


class Below(LineWidget):
    """What is wrong or to be asked about a field, under it; it takes the rows that it needs."""

    DEFAULT_CSS = """
    Below { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words, self._remedy, self._role = "", "", Role.FAULT

    def show(self, words: str, role: Role, remedy: str = "") -> None:
        """Show these words; "" for nothing."""
        if (words, role, remedy) != (self._words, self._role, self._remedy):
            self._words, self._role, self._remedy = words, role, remedy
            self.refresh(layout=True)
            self.lay_out()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the rows of the words at this width."""
        return len(self._lines(width))

    def lay_out(self) -> None:
        """Lay out the lines again."""
        self.set_lines(self._lines(self.size.width))

    def _lines(self, width: int) -> Sequence[tuple[tuple[str, str], ...]]:
        return below_lines(self._words, self._role, self._remedy, max(1, width))


class Help(LineWidget):
    """The help of the field in focus, with an example where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._words = self._example = ""

    def show(self, words: str, example: str = "") -> None:
        """Show these words, and below them an example."""
        if (words, example) != (self._words, self._example):
            self._words, self._example = words, example
            self.lay_out()

    def lay_out(self) -> None:
        """Lay out the lines again."""
        self.set_lines(help_lines(self._words, self._example, *self.size))


class Concrete(LineWidget):
    """How concrete it is what was filled in: a rule, and a dot for each part."""

    DEFAULT_CSS = """
    Concrete { height: 2; }
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._heading, self._words = name, ""
        self._parts: Sequence[tuple[str, bool]] = ()

    def show(self, words: str, parts: Sequence[tuple[str, bool]]) -> None:
        """Show these parts, each with whether it is there, and `words` about all of them."""
        if (words, parts) != (self._words, self._parts):
            self._words, self._parts = words, parts
            self.lay_out()

    def lay_out(self) -> None:
        """Lay out the lines again."""
        self.set_lines(concrete_lines(self.size.width, self._heading, self._words, self._parts))
