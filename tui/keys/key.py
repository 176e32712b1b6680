"""One row of the key table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table. `keys` are Textual key names, the first one is shown in the footer.

    An action may name its carrier, `screen.` or `app.`; else it is the place's own.
    `hint` puts it in the footer, lowest first; `priority` lets it pass before the focused widget.
    """

    context: str
    action: str
    keys: str
    hint: int = 0
    priority: bool = False
    argument: str = ""

    @property
    def id(self) -> str:
        """The stable id."""
        action = self.action.rpartition(".")[2]
        return f"{self.context}.{action}" + (f".{self.argument}" if self.argument else "")

    @property
    def call(self) -> str:
        """The action as Textual calls it."""
        return f"{self.action}({self.argument!r})" if self.argument else self.action
