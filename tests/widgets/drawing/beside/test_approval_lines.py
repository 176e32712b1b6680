"""Where both stand, what lacks and the digest, in the lines that there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from afspraak.data.approval.content_digest import ContentChange
from afspraak.data.approval.status import ApprovalStatus
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Approval
from afspraak.widgets.drawing.beside.approval_lines import Standing
from afspraak.widgets.drawing.wrapping import line_text, line_width
from afspraak.widgets.language import speak

from ....support.screens.portal import ANNA, JAN, TODAY
from ....support.screens.styled import styled

DIGEST = "4f2a91c07d3e" + "0" * 52
AGREED = Approval(EMPLOYEE, DIGEST, "2026-12-03T10:57:00+00:00", "agreed", own=True)
STANDING = Standing(
    MANAGER,
    (ApprovalStatus(JAN), ApprovalStatus(ANNA, AGREED)),
    ("R1: how it shows", "D2: support", "no appreciation yet"),
    digest=DIGEST,
)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    speak(catalogue("en"))
    yield
    speak(catalogue("en"))


def seen(standing: Standing, width: int = 31, height: int = 13) -> list[str]:
    return [line_text(line).rstrip() for line in standing.lines(width, height, TODAY)]


WHOLE = """\
Jan   nothing said yet
Anna  ● agreed 10:57

Still missing
R1 how it shows
D2 support
no appreciation yet
You may approve all the same.

Holds for exactly this text:
4f2a 91c0 7d3e …
A later change takes it away
and says which one it was.
"""


def test_all_of_it_stands_below_each_other_where_there_is_room() -> None:
    assert seen(STANDING) == WHOLE.splitlines()
    assert seen(STANDING, height=30) == WHOLE.splitlines()


@pytest.mark.parametrize(
    ("height", "lines"),
    [
        (12, [*WHOLE.splitlines()[:11]]),
        (8, [*WHOLE.splitlines()[:8]]),
        (7, [*WHOLE.splitlines()[:2], *WHOLE.splitlines()[3:8]]),
        (5, [*WHOLE.splitlines()[:2], "Still missing", "R1 how it shows", "and 2 more"]),
        (3, [*WHOLE.splitlines()[:2], "3 still missing"]),
        (2, [*WHOLE.splitlines()[:2]]),
        (0, []),
    ],
)
def test_with_fewer_lines_the_digest_goes_first_and_then_gaps(
    height: int, lines: list[str]
) -> None:
    assert seen(STANDING, height=height) == lines


def test_roles_tell_who_agrees_what_lacks_and_the_digest() -> None:
    lines = styled(STANDING.lines(40, 14, TODAY))
    assert lines[0] == "Jan Bakker     [dim nothing said yet]"
    assert lines[1] == "[other Anna de Vries]  [all.done ● agreed 10:57]"
    assert "[missing Still missing]" in lines and "[bold R1 ]how it shows" in lines
    assert "[hint You may approve all the same.]" in lines
    assert "[accent 4f2a 91c0 7d3e][dim  …]" in lines


def status(**changes: object) -> list[str]:
    given = replace(AGREED, **changes)  # type: ignore[arg-type]
    standing = replace(STANDING, statuses=(ApprovalStatus(ANNA, given),), missing=(), digest="")
    return styled(standing.lines(70, 3, TODAY))


def test_another_stance_is_no_agreement_and_another_day_is_told() -> None:
    assert "● seen 10:57" in status(stance="seen")[0] and "done" not in status(stance="seen")[0]
    assert "[missing ! not agreed 10:57]" in status(stance="disagreed")[0]
    assert "agreed 2 Dec 10:57" in status(at="2026-12-02T10:57:00+00:00")[0]
    assert "● agreed]" in status(at="never")[0]


def test_what_another_login_entered_is_not_confirmed() -> None:
    shown = status(own=False, entered_by="guest")[0]
    assert "[missing entered by guest, not confirmed yet]" in shown


def test_a_change_voids_a_stance_and_is_told_once() -> None:
    changed = (ContentChange("notes"),)
    both = tuple(
        ApprovalStatus(each, replace(AGREED, partner=each.id), changed) for each in (JAN, ANNA)
    )
    shown = styled(replace(STANDING, statuses=both, missing=()).lines(70, 9, TODAY))
    assert "[dim ● agreed 10:57, ][missing void; changed since: notes]" in shown[0]
    assert "[missing void as well]" in shown[1]


def test_without_gaps_it_says_so_and_a_note_is_below_the_statuses() -> None:
    shown = seen(replace(STANDING, missing=(), note="Entered here it is a note"), height=14)
    assert shown[2:5] == ["Entered here it is a note", "", "Every agreement is concrete."]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [12, 20, 31, 46, 58])
def test_no_line_is_wider_than_its_place(language: str, width: int) -> None:
    speak(catalogue(language))
    long = ApprovalStatus(
        replace(ANNA, name="Annabella-Christina van der Meer"),
        replace(AGREED, own=False, entered_by="longlogin"),
        (ContentChange("notes"), ContentChange("content")),
    )
    standing = replace(STANDING, statuses=(ApprovalStatus(JAN), long))
    for height in range(30):
        lines = standing.lines(width, height, TODAY)
        assert len(lines) <= height
        assert all(line_width(line) <= width for line in lines)
