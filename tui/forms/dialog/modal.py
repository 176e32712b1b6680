"""Base of the screens over others: a frame in the middle, and one end."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

Result = TypeVar("Result")


class Modal(ModalScreen[Result]):
    """A screen that ends once: keys that are still queued must not end it a second time."""

    DEFAULT_CSS = """
    Modal {
        align: center middle; background: transparent;
        .frame {
            width: 100%; max-width: 66; height: auto; max-height: 100%; padding: 0 1;
            background: $surface; border: solid $foreground; border-title-style: bold;
        }
        .buttons { margin-top: 1; }
        .hint { height: 1; text-style: dim; }
        .text { height: auto; }
        .whole--part { display: none; }
        &.-whole {
            align: left top;
            .frame { max-width: 100%; height: 1fr; margin-top: 1; border: none; padding: 0; }
            .whole--part { display: block; }
            .hint { display: none; }
            .text, .buttons { padding-left: 1; }
            Footer { dock: bottom; }
        }
    }
    """

    _ended = False

    def _end(self, result: Result | None) -> None:
        if not self._ended:
            self._ended = True
            self.dismiss(result)
