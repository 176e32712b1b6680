"""The description of one field of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from .listed_choice import Option

FieldKind = Literal["line", "wrapped", "paragraph", "choice", "listed", "date", "time"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    The kind `wrapped` is one line of text shown on several `rows`; the value of a `date` is in
    ISO 8601, that of a `time` "HH:MM". `required` is the message if the field is empty. `check`
    returns the message if a value is wrong, else "".
    """

    name: str
    label: str
    kind: FieldKind = "line"
    value: str = ""
    help: str = ""
    example: str = ""
    """What one could fill in, shown below the help where there is room."""
    options: Sequence[tuple[str, str]] = ()
    listed: Sequence[Option] = ()
    """The options of the kind `listed`."""
    suggestions: Sequence[str] = ()
    tab_takes: bool = False
    """Whether Tab takes the completion before it goes on."""
    required: str = ""
    check: Callable[[str], str] | None = None
    stacked: bool = False
    """Whether the options of a `choice` stand below each other, and need no label."""
    question: Callable[[str], str] | None = None
    """Returns what to ask about a value, once, when the focus leaves the field; "" for nothing."""
    rows: int = 3
    replace_on_typing: bool = False
    """Whether typing replaces the value, as in a date."""
    leave_at_ends: bool = False
    """Whether the arrows at its ends, and Enter while it is empty, leave a paragraph."""
    counts_from: str = ""
    """The name of the date from which relative words of this date count; by default from today."""
    placeholder: str = ""
    """What an empty paragraph shows, dimmed."""
    time_field: str = ""
    """The name of the field that gets the time that is typed behind this date."""
    offer: str = ""
    """What an empty line or date shows, dimmed, and takes at the keys Right and Tab."""
