"""The form of a stance: what is on it, its keys, and its results."""

from __future__ import annotations

import pytest

from afspraak.data.approval.status import ApprovalStatus
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Approval
from afspraak.tui.forms.approval import ApprovalForm, ApprovalResult
from afspraak.tui.forms.dialog.confirm import Confirm
from afspraak.widgets.drawing.beside.approval_lines import Standing
from afspraak.widgets.language import speak, tr

from ...support.hostile import HOSTILE_LINE
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import PARTNERS, TODAY, row_with, screen_lines


def form(*missing: str, approval: Approval | None = None, minutes: str = "") -> ApprovalForm:
    statuses = (ApprovalStatus(PARTNERS[0], approval), ApprovalStatus(PARTNERS[1]))
    standing = Standing(MANAGER, statuses, missing, digest="4f2a91c07d3e" + "0" * 52)
    return ApprovalForm(PARTNERS[0], standing, TODAY, minutes=minutes)


@pytest.mark.parametrize(("size", "hidden"), [((60, 20), 4), ((80, 24), 5), ((120, 40), 0)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_field_is_on_the_screen(
    language: str, size: tuple[int, int], hidden: int
) -> None:
    speak(catalogue(language))
    many = [f"R{number}: {tr('completeness.field.measure')}" for number in range(1, 9)]
    approval = Approval(MANAGER, "x", "2026-12-03T10:00:00+00:00", "seen", "Well")
    app = DialogHolder(lambda: form(*many, approval=approval, minutes="# M"))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if size[0] < 80:
            row_with(app, tr("approval.form.minutes"))
            await pilot.press("tab")
            await settle(pilot)
        for gap in many[: len(many) - hidden]:
            row_with(app, gap.replace(":", ""))
        if hidden:
            row_with(app, tr("approval.form.missing_more", count=hidden))
        row_with(app, tr("approval.standing.seen"))
        row_with(app, tr("approval.standing.none"))
        row_with(app, f"> (•) {tr('approval.form.stance.seen')}")
        row_with(app, f"( ) {tr('approval.form.stance.agreed')}")
        row_with(app, f"( ) {tr('approval.form.stance.disagreed')}")
        row_with(app, "Well")
        row_with(app, f"[ {tr('form.keep')} ]")
        row_with(app, f"[ {tr('approval.form.withdraw')} ]")
        row_with(app, "^S")
        if size == (120, 40):
            row_with(app, "4f2a 91c0 7d3e")
            for name in ("stance", "remark"):
                assert isinstance(app.screen, ApprovalForm)
                app.screen.form.focus_field(name)
                await pilot.pause()
                text = " ".join("\n".join(screen_lines(app)).replace("│", " ").split())
                assert tr(f"approval.form.{name}.help")[:30] in text


async def test_up_and_down_choose_a_stance_and_lead_on_from_its_ends() -> None:
    app = DialogHolder(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down")
        await settle(pilot)
        row_with(app, f"> (•) {tr('approval.form.stance.disagreed')}")
        await pilot.press("up")
        await settle(pilot)
        row_with(app, f"> (•) {tr('approval.form.stance.seen')}")
        await pilot.press("down", "down", "w", "e")
        await settle(pilot)
        row_with(app, "┃ we")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [ApprovalResult("disagreed", "we")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_small_screen_explains_an_entered_approval_to_a_guest(language: str) -> None:
    speak(catalogue(language))
    many = [f"R{number}: {tr('completeness.field.measure')}" for number in range(1, 9)]
    moment = "2026-12-03T10:00:00+00:00"
    entered = Approval(EMPLOYEE, "x", moment, entered_by="longlogin")
    statuses = (ApprovalStatus(PARTNERS[0]), ApprovalStatus(PARTNERS[1], entered))
    note = tr("approval.form.guest", name="Anna")
    standing = Standing(EMPLOYEE, statuses, many, note)
    app = DialogHolder(lambda: ApprovalForm(PARTNERS[1], standing, TODAY))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        shown = " ".join(" ".join(screen_lines(app)).replace("│", " ").split())
        assert note in shown
        assert tr("approval.standing.entered", login="longlogin") in shown
        for key in ("form.keep", "approval.form.withdraw", "approval.form.stance.agreed"):
            assert tr(key) in shown


async def test_quitting_approves_nothing() -> None:
    app = DialogHolder(form)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        row_with(app, tr("approval.form.complete"))
        await pilot.press("s")
        dialog = app.screen
        assert isinstance(dialog, ApprovalForm)
        assert not dialog.finish_before_quit()
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.results == [ApprovalResult("seen")]


async def test_hostile_text_in_a_remark_stays_text() -> None:
    app = DialogHolder(
        lambda: form(HOSTILE_LINE, approval=Approval(MANAGER, "", "", remark=HOSTILE_LINE))
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "[x]" in "\n".join(screen_lines(app))
        assert "\x1b" not in "\n".join(screen_lines(app))
