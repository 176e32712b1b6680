"""The fields of a form, from the descriptions of the columns that it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ....data.model.field_spec import FieldSpec, view
from ....data.model.fields import ROW_TYPES, SPECS, parse_date
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.forms.form_field import Field, FieldKind
from ....widgets.language import spoken, tr

_NO_WORDS: Mapping[str, str] = MappingProxyType({})


def form_values(table: str, row: object) -> dict[str, str]:
    """Return a row as its form shows it: column -> text, in the order of the form."""
    specs = view(ROW_TYPES[table], "form")
    return {name: _shown(getattr(row, name), spec) for name, spec in specs.items()}


def row_values(table: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a form as its row has them, with dates parsed."""
    return {
        name: parse_date(value) if SPECS[table, name].value == "date" else value
        for name, value in values.items()
    }


def labelled(
    key: str,
    kind: FieldKind = "line",
    value: str = "",
    *,
    help: str = "",  # noqa: A002
    required: bool = False,
    **more: Any,
) -> Field:
    """Return a field with the label `key`, and the last part of that key as its name.

    Its help is `<key>.help` by default, except for a list, which shows the description of what is
    chosen; if `required`, its message is `<key>.required`.
    """
    if not help and kind != "listed":
        help = tr(f"{key}.help")  # noqa: A001
    if f"{key}.example" in spoken():
        more["example"] = tr("form.example", text=tr(f"{key}.example"))
    message = tr(f"{key}.required") if required else ""
    name = key.rpartition(".")[2]
    return Field(name, tr(key), kind, value, help, required=message, **more)


def form_field(
    table: str,
    name: str,
    value: str,
    *,
    suggestions: Sequence[str] = (),
    words: Mapping[str, str] = _NO_WORDS,
    **more: Any,
) -> Field:
    """Return the field of a form for one column of a table, with `more` that it has.

    `words` are those of some choices, by value; the others have the usual ones.
    """
    spec = SPECS[table, name]
    key = f"form.{table}.{name}"
    return labelled(
        key,
        more.pop("kind", _kind(spec)),
        value,
        options=[
            (choice, words[choice] if choice in words else tr(f"{key}.{choice}"))
            for choice in spec.choices
        ],
        suggestions=suggestions,
        required=spec.required,
        replace_on_typing=spec.value == "number",
        **more,
    )


def _shown(value: str | int | date | None, spec: FieldSpec) -> str:
    if spec.value == "block":
        return clean_text(str(value)).rstrip()
    return clean_line(value.isoformat() if isinstance(value, date) else str(value or ""))


def _kind(spec: FieldSpec) -> FieldKind:
    kinds: dict[str, FieldKind] = {"block": "paragraph", "choice": "choice", "date": "date"}
    return kinds.get(spec.value, "wrapped" if spec.long else "line")
