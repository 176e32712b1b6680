"""A screen whose first frame is painted once, and whose widgets are styled once.

Textual lays a new screen out and paints it within the batch in which it is pushed, where nothing
reaches the terminal, and again while an early picture stands. Then it styles every widget again
that was styled when it was mounted.
"""

from __future__ import annotations

from textual.events import ScreenResume
from textual.screen import Screen, ScreenResultType


class FirstFrameScreen(Screen[ScreenResultType]):
    """A screen that neither paints nor styles what nobody sees.

    It overrides private methods of Textual. A version without them paints and styles as usual.
    """

    _was_shown = False

    def _compositor_refresh(self) -> None:
        """Paint; within a batch note that painting is due, which Textual does after the batch.

        While the driver keeps the early picture, nothing is painted: it has all painted at its end.
        """
        if getattr(self.app, "_batch_count", 0):
            self._repaint_required = True
        elif getattr(self.app._driver, "keeps_picture", False):  # noqa: SLF001
            self._dirty_widgets.clear()
        else:
            super()._compositor_refresh()

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Tell Textual's own handler, which runs next, that the widgets have their styles."""
        if not self._was_shown:
            self._was_shown = True
            event.refresh_styles = False
