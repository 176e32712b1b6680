"""The form of an agreement; it shows the gaps that remain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from textual.widget import Widget

from ...data.i18n.date_format import format_date
from ...data.ids import RowId
from ...data.model.agreements.completeness import missing_fields
from ...data.model.agreements.draft_offers import offers_in
from ...data.model.conversation import AGREEMENT_KINDS, Agreement, AgreementKind, Partner
from ...data.model.fields import SPECS, Value
from ...widgets.forms.form_field import Field
from ...widgets.forms.form_lines import Concrete
from ...widgets.language import tr
from .dialog.described import form_field, form_values, row_values
from .dialog.dialog import Dialog

_DEFAULT_KIND = Agreement(RowId("")).kind
_PARTS = ("text", "owner", "measure", "due", "support")
"""What makes an agreement concrete."""
_PART_OF = {"support_by": "support"}
"""The part that a field belongs to, by its name, if that is another one."""


class AgreementForm(Dialog[dict[str, Value]]):
    """The form of one agreement. Its result holds the attributes that changed, and only those.

    `due` and `evaluate_on` are ISO 8601 or empty. Without an agreement the form makes a new one,
    compared with an empty agreement.
    """

    LIVE_ROWS = 2

    def __init__(
        self,
        agreement: Agreement | None,
        partners: Iterable[Partner],
        language: str,
        today: date,
        draft: str = "",
        source: str = "",
        focus_field: str = "",
        filled: Mapping[str, str] = {},
        grounds: Iterable[str] = (),
        kinds: Sequence[AgreementKind] = AGREEMENT_KINDS,
    ) -> None:
        """Build the form.

        Dates are shown in `language`; `draft` is the text with which a new agreement begins,
        `filled` are its other values, and `source` the line of the notes that it comes from, which
        offers more; `grounds` are the completions of `based_on`, and `kinds` those that the
        conversation offers.
        """
        self._agreement = agreement or Agreement(id=RowId(""), kind=kinds[0])
        offered = tuple(kind for kind in AGREEMENT_KINDS if kind in (*kinds, self._agreement.kind))
        self._before = form_values("agreement", self._agreement)
        values = dict(self._before)
        if agreement is None:
            values |= {"text": draft, **filled}
        offers = _offers(source and draft, partners := tuple(partners), language, today)
        self._source = source
        self._concrete = Concrete(tr("form.agreement.concrete"))
        names, known_grounds = [partner.name for partner in partners], list(grounds)
        super().__init__(
            tr("form.agreement.new" if agreement is None else "form.agreement.change"),
            [
                replace(
                    _field(name, value, names, known_grounds, offered), offer=offers.get(name, "")
                )
                for name, value in values.items()
            ],
            today=today,
            language=language,
            focus_field=focus_field,
        )

    @property
    def kept_on_quit(self) -> bool:
        """Whether anything was typed, or the draft comes from a line of the notes."""
        return self.changed or bool(self._source)

    def result(self, values: Mapping[str, str]) -> dict[str, Value]:
        """Return the attributes that differ from the agreement as it was.

        A new one always has its kind, which need not be the default of the column.
        """
        before = self._before if self._agreement.id else self._before | {"kind": _DEFAULT_KIND}
        result: dict[str, Value] = {
            name: value for name, value in values.items() if value != before[name]
        }
        return result | ({"drafted_from": self._source} if self._source else {})

    def live_widget(self) -> Widget:
        """Return the widget that shows what makes an agreement concrete."""
        return self._concrete

    def show_live(self, values: Mapping[str, str]) -> None:
        """Show which parts of a concrete agreement are filled in."""
        lacking = {
            _PART_OF.get(name, name)
            for name in missing_fields(replace(self._agreement, **row_values("agreement", values)))
        }
        parts = tuple((tr(f"form.agreement.part.{name}"), name not in lacking) for name in _PARTS)
        key = "form.agreement.some" if lacking else "form.agreement.all"
        words = tr(key, there=len(_PARTS) - len(lacking), all=len(_PARTS))
        self._concrete.show(words, parts)


def _offers(draft: str, partners: Iterable[Partner], language: str, today: date) -> dict[str, str]:
    """Return what the words of a draft offer, by field name."""
    owner, due = offers_in(draft, partners, today)
    return {"owner": owner, "due": format_date(due, language, today=today) if due else ""}


def _field(
    name: str,
    value: str,
    names: Sequence[str],
    grounds: Sequence[str],
    kinds: Sequence[AgreementKind],
) -> Field:
    spec = SPECS["agreement", name]
    known = {"based_on": grounds}.get(name, names if spec.person else ())
    field = form_field("agreement", name, value, suggestions=known)
    if spec.person:
        field = replace(field, tab_takes=True, question=partial(_question, names))
    if name == "kind":
        field = replace(field, options=[pair for pair in field.options if pair[0] in kinds])
    if spec.value == "block":  # the form is long: its paragraphs are low and easily passed
        field = replace(field, leave_at_ends=True)
    return replace(field, rows=2)


def _question(names: Sequence[str], value: str) -> str:
    """Return what to ask about a name that is neither of the partners'; "" if it is one."""
    if not any(names) or not value:
        return ""
    known = {word for name in names for word in name.casefold().split()}
    known.update(tr("form.agreement.both_words").split())
    typed = [word.strip(",.") for word in value.casefold().split()]
    return "" if known.intersection(typed) else tr("form.agreement.neither", name=value)
