"""The label of an agreement, such as `R1`."""

from __future__ import annotations

from ..i18n.catalogue import Message


def agreement_label(kind: str, number: int | str) -> Message:
    """Return the label of an agreement by its kind, and its number within the kind."""
    return Message("pane.agreement_label", kind=Message(f"pane.kind.{kind}"), number=number)
