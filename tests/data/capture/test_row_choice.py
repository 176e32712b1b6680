"""Which row the words of a user mean."""

from __future__ import annotations

import pytest

from afspraak.data.capture.agreements import agreement_kind, is_partner, person_named
from afspraak.data.capture.row_choice import Row, choose_row
from afspraak.data.errors import AfspraakError, NotFoundError, UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import AGREEMENT_KINDS, Partner

ROWS = [
    Row(RowId(f"id{number}"), text, str(number))
    for number, text in enumerate(
        ("What went well", "What can go better", "Goals", "Goals of the team", "Één café"), 1
    )
]
PARTNERS = (
    Partner(MANAGER, "Jan de Vries", "manager"),
    Partner(EMPLOYEE, "Zoë de Boer", "employee"),
)


@pytest.mark.parametrize(
    ("wanted", "row"),
    [("2", 2), ("id3", 3), ("went well", 1), ("WELL", 1), ("bet", 2), ("goals", 3), ("team", 4),
     ("goals of", 4), ("cafe", 5), ("één", 5), (" goals ", 3)],
)  # fmt: skip
def test_a_row_is_meant_by_number_id_or_words(wanted: str, row: int) -> None:
    assert choose_row(ROWS, wanted, "item") == ROWS[row - 1]


@pytest.mark.parametrize(
    ("wanted", "error", "listed"),
    [("what", UsageError, [1, 2]), ("w", UsageError, [1, 2]), ("xyz", NotFoundError, [1, 2, 3]),
     ("9", NotFoundError, [5]), ("", NotFoundError, [1]), ("…", NotFoundError, [1])],
)  # fmt: skip
def test_none_and_several_are_errors_that_list_the_rows(
    wanted: str, error: type[AfspraakError], listed: list[int]
) -> None:
    with pytest.raises(error) as raised:
        choose_row(ROWS, wanted, "item")
    assert all(f"  {number}  {ROWS[number - 1].text}" in str(raised.value) for number in listed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("zoe", "Zoë de Boer"), ("Boer", "Zoë de Boer"), ("zoë de", "Zoë de Boer"),
     ("ja", "Jan de Vries"), ("me", "Jan de Vries"), ("ik", "Jan de Vries"), ("de", "de"),
     ("Piet", "Piet"), ("both", "both")],
)  # fmt: skip
def test_a_partner_is_meant_by_a_part_of_the_name(typed: str, name: str) -> None:
    assert person_named(typed, PARTNERS, MANAGER) == name
    assert is_partner(name, PARTNERS) == (name != "Piet")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("", "result"), ("dev", "development"), ("ontwikkeling", "development"), ("Res", "result"),
     ("other", "other")],
)  # fmt: skip
def test_a_kind_of_agreement_is_meant_in_either_language(typed: str, kind: str) -> None:
    assert agreement_kind(typed, AGREEMENT_KINDS) == kind


@pytest.mark.parametrize("typed", ["x", "-", "development and more"])
def test_an_unknown_kind_of_agreement_names_those_that_are_offered(typed: str) -> None:
    with pytest.raises(UsageError, match="result, other"):
        agreement_kind(typed, ("result", "other"))
