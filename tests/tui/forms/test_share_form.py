"""With whom to share: who is meant, who can be meant, and who is expected."""

from __future__ import annotations

import pytest

from afspraak.data.ids import Login
from afspraak.data.model.remote_address import PostgresDatabase
from afspraak.data.system.people import Person, choices
from afspraak.tui.forms.share import ShareForm
from afspraak.widgets.language import tr

from ...support.screens.contexts import bare_app
from ...support.screens.dialogs import DialogHolder, settle
from ...support.screens.widget_holder import TODAY, row_with, screen_text

ANNA, ANNE = Person(Login("annav"), "Anna de Vries"), Person(Login("annek"), "Anne Kok")
PIET, BOT = Person(Login("piet"), "Piet Bot"), Person(Login("bot"))
PEOPLE = (ANNA, ANNE, PIET, BOT)
COMPANY = PostgresDatabase("postgresql://db.example.org/afspraak")
NOBODY = Person(Login(""))


def share(partner: Person = NOBODY, company: PostgresDatabase | None = COMPANY) -> ShareForm:
    return ShareForm(partner, PEOPLE, company, TODAY)


@pytest.mark.parametrize(
    ("typed", "result", "told"),
    [
        ("annav", "annav", "→ Anna de Vries (annav)"),
        (" Anna de Vries ", "annav", "→ Anna de Vries (annav)"),
        ("Anna de Vries (annav)", "annav", "→ Anna de Vries (annav)"),
        ("kok", "annek", "→ Anne Kok (annek)"),
        ("bot", "bot", "→ bot"),  # exactly one, though two begin with it
        ("an", "an", "Anna de Vries (annav)\nAnne Kok (annek)"),
        ("zoe", "zoe", ""),
        ("box:", "box:", ""),
        (" box:anna ", "box:anna", ""),
        ("", "", "Anna de Vries (annav)\nAnne Kok (annek)\n… and 2 more"),
    ],
)
async def test_who_is_meant_is_told_and_kept(typed: str, result: str, told: str) -> None:
    async with bare_app():
        form = share()
        assert form.result({"login": typed}) == result
        assert form.live({"login": typed}) == told


async def test_three_people_have_room_and_of_more_the_number_is_told() -> None:
    async with bare_app():
        form = ShareForm(NOBODY, PEOPLE[:3], COMPANY, TODAY)
        assert form.live({"login": ""}).splitlines() == [each.label for each in PEOPLE[:3]]


async def test_every_login_of_this_machine_is_known_and_of_a_database_its_own_alone() -> None:
    async with bare_app():
        assert share(company=None).live({"login": "root"}).startswith("→ root")
        assert share().live({"login": "root"}) == ""


@pytest.mark.parametrize(
    ("partner", "company", "shown", "meant"),
    [
        (Person(Login("piet"), "Piet"), None, "piet", "→ Piet Bot (piet)"),
        (Person(Login(""), "Anne Kok"), None, "Anne Kok (annek)", "→ Anne Kok (annek)"),
        (Person(Login(""), "Zoe"), COMPANY, "", "… and 2 more"),
    ],
)
async def test_the_partner_is_expected_and_goes_at_the_first_letter(
    partner: Person, company: PostgresDatabase | None, shown: str, meant: str
) -> None:
    app = DialogHolder(lambda: share(partner, company))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ShareForm)
        assert form.form.values() == {"login": shown}
        assert not form.changed
        row_with(app, meant)
        row_with(app, "[ Share ] [ Cancel ]")
        await pilot.press(*"kok")
        await settle(pilot)
        assert form.form.values()["login"] == "kok"
        row_with(app, "→ Anne Kok (annek)")


async def test_people_who_come_later_are_completed_and_expected() -> None:
    app = DialogHolder(lambda: ShareForm(by_name(PIET), (), COMPANY, TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ShareForm)
        assert form.form.values() == {"login": ""}
        form.show_people(PEOPLE)
        await settle(pilot)
        assert form.form.values() == {"login": "Piet Bot (piet)"}
        row_with(app, "→ Piet Bot (piet)")
        await pilot.press("A")
        await settle(pilot)
        row_with(app, "Anne Kok (annek)")
        await pilot.press("right")
        await settle(pilot)
        assert form.form.values() == {"login": "Anna de Vries (annav)"}
        form.show_people((ANNE,))
        await settle(pilot)
        assert form.form.values() == {"login": "Anna de Vries (annav)"}, "what is typed stays"
        assert "→" not in screen_text(app)


@pytest.mark.parametrize(
    ("company", "typed", "key"),
    [
        (None, "ann", "sharing.several_people"),
        (COMPANY, "ann", "sharing.several_people"),
        (None, "zoezoezoe", "sharing.no_person"),
    ],
)
async def test_why_nobody_is_meant_is_told(
    company: PostgresDatabase | None, typed: str, key: str
) -> None:
    app = DialogHolder(lambda: share(company=company))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*typed, "ctrl+s")
        await settle(pilot)
        told = tr(key, name=typed, choices=choices([ANNA, ANNE]))
        row_with(app, f"! {told[:36]}")
        assert app.results == []


async def test_a_long_name_of_nobody_is_told_in_part() -> None:
    app = DialogHolder(share_here)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        form = app.screen
        assert isinstance(form, ShareForm)
        form.form.fill("login", "z" * 200)
        await pilot.press("ctrl+s")
        await settle(pilot)
        row_with(app, "…”, by name or by login name.")
        assert app.results == []


def share_here() -> ShareForm:
    """The form without a database of the organisation."""
    return share(company=None)


def by_name(person: Person) -> Person:
    """The person as a conversation may know them: by name alone."""
    return person._replace(login=Login(""))
