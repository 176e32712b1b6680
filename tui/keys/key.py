"""One row of the key table."""

from __future__ import annotations

from ...data.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table. `keys` are Textual key names; the footer shows the first.

    The action may name its target, `screen.` or `app.`; otherwise it belongs to the widget with
    this context. Keys with a `hint` are in the footer, lowest number first, those that are `always`
    useful at its right; `priority` keys are handled before the focused widget gets them. One that
    works only `sometimes`, at some rows, has the meaning of an outer context at the others.
    """

    context: str
    action: str
    keys: str
    hint: int = 0
    priority: bool = False
    always: bool = False
    sometimes: bool = False
    argument: str = ""

    @property
    def id(self) -> str:
        """The stable id, `<context>.<action>`, with `.<argument>` if there is one."""
        action = self.action.rpartition(".")[2]
        return f"{self.context}.{action}" + (f".{self.argument}" if self.argument else "")

    @property
    def call(self) -> str:
        """The action as Textual calls it."""
        return f"{self.action}({self.argument!r})" if self.argument else self.action
