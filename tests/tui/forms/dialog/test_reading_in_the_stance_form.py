"""Reading in the form of a stance: pages, keys, and the way to the form."""

from __future__ import annotations

import re

import pytest

from afspraak.data.approval.status import ApprovalStatus
from afspraak.data.ids import MANAGER
from afspraak.data.model.conversation import Approval
from afspraak.tui.forms.approval import ApprovalForm, ApprovalResult
from afspraak.widgets.drawing.beside.approval_lines import Standing
from afspraak.widgets.language import tr

from ....support.screens.dialogs import DialogHolder, settle
from ....support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_lines, screen_text

MINUTES = "\n\n".join(f"Line {number}" for number in range(40))
GIVEN = Approval(MANAGER, "x", "2026-12-03T10:00:00+00:00", "seen", "Well")


def stance(minutes: str = MINUTES, draft: str = "", given: Approval | None = None) -> ApprovalForm:
    statuses = (ApprovalStatus(PARTNERS[0], given), ApprovalStatus(PARTNERS[1]))
    standing = Standing(MANAGER, statuses, (), digest="4f2a91c07d3e" + "0" * 52)
    return ApprovalForm(PARTNERS[0], standing, TODAY, minutes=minutes, draft=draft,
                        titles=("Anna · approve",))  # fmt: skip


def page(app: DialogHolder) -> tuple[int, int] | None:
    """Which page is in view, of how many."""
    found = re.search(r"(\d+) of (\d+) pages", screen_text(app))
    return (int(found[1]), int(found[2])) if found else None


def lines(app: DialogHolder) -> list[int]:
    """The numbers of the lines in view."""
    return [int(each) for each in re.findall(r"Line (\d+)", screen_text(app))]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_pages_are_counted_and_read_on_and_back(size: tuple[int, int]) -> None:
    app = DialogHolder(stance)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await settle(pilot)
        first, (_, count) = lines(app), page(app) or (0, 0)
        assert count > 1 and first[0] == 0
        seen = []
        for _ in range(count):
            seen.append(page(app))
            await pilot.press("pagedown")
            await settle(pilot)
        assert seen == [(number, count) for number in range(1, count + 1)]
        assert page(app) == (count, count) and lines(app)[-1] == 39
        for _ in range(count):
            await pilot.press("pageup")
            await settle(pilot)
        assert page(app) == (1, count) and lines(app) == first


async def test_minutes_of_one_page_are_not_counted() -> None:
    app = DialogHolder(lambda: stance("Line 7"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert lines(app) == [7] and page(app) is None
        row_with(app, tr("approval.form.minutes"))


@pytest.mark.parametrize("key", ["tab", "shift+tab", "ctrl+s"])
async def test_from_the_minutes_alone_each_way_on_shows_the_form(key: str) -> None:
    app = DialogHolder(stance)
    own, alone = tr("approval.form.stance.agreed"), tr("preview.hint.answer")
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert own not in screen_text(app) and f"Tab {alone}" in screen_lines(app)[-1]
        await pilot.press(key)
        await settle(pilot)
        assert app.results == []
        row_with(app, own)
        assert lines(app) == [] and alone not in screen_text(app)
        assert "^S keep  Esc cancel  Tab remark  PgDn read on" in screen_lines(app)[-1]
        for back in ("pageup", "pagedown"):
            await pilot.press(back)
            await settle(pilot)
            assert lines(app) and own not in screen_text(app), "the minutes again"
            await pilot.press("tab")
            await settle(pilot)
        await pilot.press("tab", *"ok", "shift+tab", "ctrl+s")
        await settle(pilot)
    assert app.results == [ApprovalResult("agreed", "ok")]


async def test_where_both_have_room_the_form_has_the_focus() -> None:
    app = DialogHolder(stance)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, f"> (•) {tr('approval.form.stance.agreed')}")
        await pilot.press("tab", *"Fine")
        await settle(pilot)
        row_with(app, "Fine")
        await pilot.press("tab", "tab", "tab", "tab", "tab")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [ApprovalResult("agreed", "Fine")]


async def test_without_minutes_a_narrow_screen_begins_in_the_form() -> None:
    app = DialogHolder(lambda: stance(""))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, tr("approval.form.stance.agreed"))


async def test_the_buttons_are_those_that_there_is_something_for() -> None:
    keep, withdraw, drop = "[ Keep ] [ Cancel ]", "[ Withdraw ]", "[ Drop the draft ]"
    for given, draft, shown in (
        (None, "", {keep}),
        (GIVEN, "", {keep, withdraw}),
        (None, "Draft", {keep, drop}),
        (GIVEN, "Draft", {keep, withdraw, drop}),
    ):
        app = DialogHolder(lambda given=given, draft=draft: stance("", draft, given))  # type: ignore[misc]
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            text = screen_text(app)
            assert {each for each in (keep, withdraw, drop) if each in text} == shown


async def test_a_stance_is_withdrawn_and_a_draft_is_dropped() -> None:
    app = DialogHolder(lambda: stance("", "Draft", GIVEN))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row_with(app, "Draft")
        note = tr("approval.form.draft").split()[0:3]
        assert " ".join(note) in screen_text(app)
        await pilot.click("#drop_draft")
        await settle(pilot)
        assert isinstance(app.screen, ApprovalForm)
        assert app.screen.form.values() == {"stance": "seen", "remark": "Well"}
        assert app.screen.form.part("remark").has_focus
        assert "Drop" not in screen_text(app) and " ".join(note) not in screen_text(app)
        await pilot.click("#take_back")
        await settle(pilot)
    assert app.results == [ApprovalResult(None, "", given=True)]
