"""The form of an agreement; it shows what would make the agreement concrete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ...data.i18n.catalogue import tr
from ...data.model.completeness import missing_fields
from ...data.model.conversation import AGREEMENT_KINDS, AGREEMENT_STATUSES, Agreement, Partner
from ...data.model.fields import Value, parse_date
from ...data.text.sanitize import clean_line, clean_text
from ...widgets.forms.form_field import Field, FieldKind
from .dialog import Dialog

_ORDER = (
    "text",
    "kind",
    "owner",
    "measure",
    "due",
    "steps",
    "support",
    "support_by",
    "budget",
    "based_on",
    "evaluate_on",
    "status",
)


class AgreementForm(Dialog[dict[str, Value]]):
    """The form of one agreement. Its result holds the attributes that changed, and only those.

    `due` and `evaluate_on` are ISO 8601 or empty. Without an agreement the form makes a new one,
    compared with an empty agreement.
    """

    LIVE_ROWS = 1

    def __init__(
        self,
        agreement: Agreement | None,
        partners: Iterable[Partner],
        language: str,
        today: date,
        draft: str = "",
        focus_field: str = "",
        grounds: Iterable[str] = (),
    ) -> None:
        """Build the form.

        Dates are shown in `language`; `draft` is the text with which a new agreement begins;
        `grounds` are the completions of `based_on`.
        """
        self._agreement = agreement or Agreement(id="")
        values = _values(self._agreement)
        if agreement is None:
            values["text"] = clean_line(draft)
        names = [partner.name for partner in partners]
        known = {"owner": names, "support_by": names, "based_on": list(grounds)}
        super().__init__(
            tr("form.agreement.new" if agreement is None else "form.agreement.change"),
            [_field(name, values[name], known.get(name, [])) for name in _ORDER],
            today=today,
            language=language,
            focus_field=focus_field,
        )

    def result(self, values: Mapping[str, str]) -> dict[str, Value]:
        """Return the attributes that differ from the agreement as it was."""
        before = _values(self._agreement)
        return {name: value for name, value in values.items() if value != before[name]}

    def live(self, values: Mapping[str, str]) -> str:
        """Return the gaps of the agreement as filled in, in words."""
        lacking = missing_fields(
            replace(
                self._agreement,
                text=values["text"],
                owner=values["owner"],
                measure=values["measure"],
                due=parse_date(values["due"]),
                support=values["support"],
                support_by=values["support_by"],
            )
        )
        if not lacking:
            return tr("form.agreement.concrete")
        return tr(
            "form.agreement.welcome",
            what=", ".join(tr(f"form.agreement.welcome.{name}") for name in lacking),
        )


def _values(agreement: Agreement) -> dict[str, str]:
    """Return the agreement as the form shows it."""
    values = {name: clean_line(str(getattr(agreement, name) or "")) for name in _ORDER}
    values["steps"] = clean_text(agreement.steps).rstrip()
    values["due"] = agreement.due.isoformat() if agreement.due else ""
    values["evaluate_on"] = agreement.evaluate_on.isoformat() if agreement.evaluate_on else ""
    return values


def _field(name: str, value: str, suggestions: list[str]) -> Field:
    kinds: dict[str, FieldKind] = {
        "text": "wrapped",
        "due": "date",
        "steps": "paragraph",
        "evaluate_on": "date",
    }
    options: list[tuple[str, str]] = []
    if name == "kind":
        options = [(kind, tr(f"form.agreement.kind.{kind}")) for kind in AGREEMENT_KINDS]
    elif name == "status":
        options = [(status, tr(f"form.agreement.status.{status}")) for status in AGREEMENT_STATUSES]
    return Field(
        name,
        tr(f"form.agreement.{name}"),
        "choice" if options else kinds.get(name, "line"),
        value,
        tr(f"form.agreement.{name}.help"),
        options=options,
        suggestions=suggestions,
        required=tr("form.agreement.text.required") if name == "text" else "",
        rows=2 if name == "steps" else 3,
        leave_at_ends=name == "steps",
    )
