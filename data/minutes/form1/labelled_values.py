"""The labelled values of a row in the minutes, written and read back by their descriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...i18n.catalogue import Catalogue
from ...model.conversation import Agreement, Header
from ...model.field_spec import FieldSpec, specs
from ...model.fields import ROW_TYPES
from ...text.markdown import escape_block, escape_line
from .reader_wording import read_date, read_day
from .wording import choice_in_words, field_label, written_date, written_moment

_FIELDS = {
    "header": ("place", "department", "period", "job", "goals", "previous"),
    "agreement": (
        *("kind", "based_on", "owner", "measure", "due", "steps", "support", "support_by"),
        *("budget", "evaluate_on", "status", "created", "carried_from"),
    ),
}
"""The labelled values of each table, in their order."""


def labels(table: str, words: Catalogue) -> list[str]:
    """Return the labels that a row of a table has in the minutes, in their order."""
    return [field_label(table, name, words) for name in _FIELDS[table]]


def write_values(
    table: str, row: Header | Agreement, words: Catalogue
) -> Iterator[tuple[str, str]]:
    """Yield the label of each value, and the value as Markdown; "" for one not filled in."""
    for name, spec in _fields(table):
        value = getattr(row, name)
        yield field_label(table, name, words), _written(table, name, spec, value, words)


def read_values(table: str, text_of: Callable[[str], str], words: Catalogue) -> dict[str, Any]:
    """Return the values of a row by field name; `text_of` returns the text after a label, or "".

    An unknown choice is left out.
    """
    values: dict[str, Any] = {}
    for name, spec in _fields(table):
        text = text_of(field_label(table, name, words))
        if spec.value == "date":
            values[name] = read_date(text, words)
        elif spec.value == "moment":
            values[name] = read_day(text, words)
        elif spec.value != "choice":
            values[name] = text
        else:
            for choice in spec.choices:
                if choice_in_words(table, name, choice, words) == text:
                    values[name] = choice
    return values


def _fields(table: str) -> Iterator[tuple[str, FieldSpec]]:
    described = specs(ROW_TYPES[table])
    return ((name, described[name]) for name in _FIELDS[table])


def _written(table: str, name: str, spec: FieldSpec, value: Any, words: Catalogue) -> str:
    if spec.value == "block":
        return escape_block(value, "  ")
    if spec.value == "date":
        return written_date(value, words) if value else ""
    if spec.value == "moment":
        return escape_line(written_moment(value, words, time=False))
    if spec.value == "choice":
        return choice_in_words(table, name, value, words)
    return escape_line(value)
