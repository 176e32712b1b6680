"""The minutes say by when support is promised, and when it was given."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.minutes.edition import Version, edition_of
from afspraak.data.minutes.reading.reader import read_minutes
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.conversation import Agreement, Conversation, Header, Partner

PARTNERS = (
    Partner(MANAGER, "Anna de Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Support from:** Jan", "Support by when:** 31 March 2027",
                "Support given on:** 2 April 2027"]),
        ("nl", ["Steun van:** Jan", "Steun uiterlijk:** 31 maart 2027",
                "Steun gegeven op:** 2 april 2027"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", Version)
def test_minutes_say_by_when_support_is_promised_and_when_it_was_given(
    language: str, lines: list[str], version: Version
) -> None:
    promised = Agreement(
        RowId("a"), text="Runbook", support="Time", support_by="Jan",
        support_due=date(2027, 3, 31), support_done=date(2027, 4, 2),
    )  # fmt: skip
    text = write_minutes(
        Conversation(Header(language=language), PARTNERS, agreements=(promised,)), version
    )
    assert "\n".join(f"- **{line}" for line in lines) in text
    read = read_minutes(text)
    assert read is not None
    (agreement,) = read.conversation.agreements
    assert (agreement.support_due, agreement.support_done) == (date(2027, 3, 31), date(2027, 4, 2))


@pytest.mark.parametrize("said", ["-", "\n- ", "not\tneeded", "N.V.T.", "Geen.\u2028"])
def test_who_is_named_but_need_not_support_supports_nothing(said: str) -> None:
    unneeded = Agreement(RowId("a"), text="Runbook", owner="Jan", support=said, support_by="Anna")
    conversation = Conversation(Header(language="en"), PARTNERS, agreements=(unneeded,))
    text = write_minutes(conversation)
    assert "  - **Jan Bakker:** R1\n" in text
    assert "supports" not in text
    assert difference(text, conversation, edition_of(conversation)) == ""
