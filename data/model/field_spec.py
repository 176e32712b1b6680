"""The description of a field: its possible values, and the views and files that it is in.

Each column of `conversation.py` is described where it is declared. File, form, minutes and their
reader, search, index, JSON, content digest, subject access and reports follow the description.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar

from ..ids import PARTNER_IDS
from ..lazy_dataclass import columns, field

ValueKind = Literal[
    "line", "block", "date", "moment", "number", "ordinal", "percent", "choice", "flag"
]
"""`block` is text of several lines, `moment` a UTC time, `number` an integer from 0, `ordinal` text
such as `2` or `2b` (`agreement_numbers.py`), `percent` an integer from 0 to 100, `flag` a boolean.
"""

Position = bool | str
"""The position of a field in a view: True is that of its declaration, the name of a field is
directly after that field, False is none: the view lacks it."""

View = Literal["form", "minutes", "search", "json"]

_KEY = "spec"
_Value = TypeVar("_Value")


class FieldSpec(NamedTuple):
    """The description of one field. Without arguments: a line of text that is everywhere.

    A named tuple, as a dataclass of this size costs each start more than a millisecond.
    """

    value: ValueKind = "line"
    choices: tuple[str, ...] = ()
    neutral: str = ""
    """The choice that counts as not filled in, such as `open`."""
    form: Position = True
    """In the form of its row; label and help are `form.<table>.<name>` and `….help`."""
    minutes: Position = True
    """In the minutes, as a labelled value. False too if the minutes show it in another way."""
    search: Position = True
    """In full-text search. Only texts are searched."""
    json: Position = True
    """In the JSON export."""
    digest: bool = True
    """Part of the content that an approval is bound to."""
    reported: bool = True
    """Named in reports of changes."""
    about: bool = True
    """Shown in the data stored about a person (`afspraak about`)."""
    person: bool = False
    """The name of a person: forms suggest the partners, and renaming a partner changes it."""
    required: bool = False
    """Needed in the form; its message is `form.<table>.<name>.required`."""
    long: bool = False
    """A line that may be long: the form wraps it."""
    prefix: str = ""
    """If a column has a value for each of `keys`: the prefix of its attributes, up to a slash."""
    keys: tuple[str, ...] = PARTNER_IDS
    """With a `prefix`: what the values belong to, such as the partners."""
    fixed: bool = False
    """Set when the conversation is begun, and never changed or removed."""

    @property
    def is_text(self) -> bool:
        """Whether the value is free text."""
        return self.value in ("line", "block")


def described(default: _Value, spec: FieldSpec) -> _Value:
    """Return a dataclass field with this default and description."""
    return field(default=default, metadata=metadata(spec))


def metadata(spec: FieldSpec) -> Mapping[str, FieldSpec]:
    """Return the metadata of a dataclass field with this description."""
    return {_KEY: spec}


@cache
def specs(row_type: type) -> Mapping[str, FieldSpec]:
    """Return the descriptions of a dataclass by field name, in the order of declaration.

    Fields without one (an id, a progress log) follow from the key of a row, or from other rows.
    """
    described_columns = columns(row_type).items()
    return {name: column.metadata[_KEY] for name, column in described_columns if column.metadata}


@cache
def view(row_type: type, name: View) -> Mapping[str, FieldSpec]:
    """Return the descriptions of the fields in a view, in its order."""
    described_fields = specs(row_type)
    order: list[str] = []
    moved: list[tuple[str, str]] = []
    for field_name, spec in described_fields.items():
        position: Any = getattr(spec, name)
        if isinstance(position, str):
            moved.append((field_name, position))
        elif position:
            order.append(field_name)
    while moved:
        field_name, before = moved.pop(0)
        if before in order:
            order.insert(order.index(before) + 1, field_name)
        else:  # the field before it is moved itself
            moved.append((field_name, before))
    return {field_name: described_fields[field_name] for field_name in order}
