"""Values filled in by keys at the desk, and the resulting conversation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from afspraak.widgets.language import tr

from ...support.screens.desks import ROW, first_item, row_of, seat
from ...support.screens.widget_holder import screen_lines


async def test_a_new_agreement_is_last(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.pane.agreements", "list.add")
        await jan.type("Course")
        await jan.do("form.accept")
        await jan.settled()
        assert [row.text for row in jan.conversation.agreements] == ["Runbook", "Course"]
        assert "Course" in jan.text
        await jan.do("list.add", "form.cancel")
        await jan.settled()
        assert len(jan.conversation.agreements) == 2


async def test_a_line_of_the_notes_and_an_item_become_agreements(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        item = first_item(jan.conversation)
        await jan.do("checklist.agree", "form.accept")
        await jan.settled()
        assert jan.conversation.agreements[-1].text == item.text
        await jan.do("desk.pane.notes")
        await jan.type("Lunch")
        await jan.do("notes.agree", "form.accept")
        await jan.settled()
        assert jan.conversation.agreements[-1].text == "Lunch"
        assert "Lunch" in jan.session.notes.text, "the line stays"


async def test_a_new_item_is_in_the_section_of_the_cursor(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        section = first_item(jan.conversation).section
        before = {item.id for item in jan.conversation.checklist}
        await jan.do("list.add")
        await jan.type("The move")
        await jan.do("form.accept")
        await jan.settled()
        (new,) = (item for item in jan.conversation.checklist if item.id not in before)
        assert (new.text, new.section) == ("The move", section)
        assert "The move" in jan.text


async def test_the_owner_and_due_keys_open_the_form_at_their_field(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.pane.agreements", "agreements.due")
        await jan.type("1 may 2027")
        await jan.do("form.accept")
        await jan.settled()
        assert row_of(jan.conversation, ROW).due == date(2027, 5, 1)
        await jan.do("agreements.done")
        assert row_of(jan.conversation, ROW).status == "done"
        await jan.do("agreements.drop")
        assert row_of(jan.conversation, ROW).status == "dropped"


async def test_deletions_are_reported_and_undone(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        await jan.do("desk.pane.agreements", "list.delete")
        assert not jan.conversation.agreements
        assert "Deleted" in screen_lines(jan.app)[-1]
        await jan.do("list.undo")
        assert row_of(jan.conversation, ROW).text == "Runbook"
        assert "Deleted" not in screen_lines(jan.app)[-1]
        await jan.do("list.redo")
        assert not jan.conversation.agreements
        await jan.do("list.redo")
        assert tr("desk.nothing_to_redo") in screen_lines(jan.app)[-1]


async def test_the_header_form_applies_only_its_changes(tmp_path: Path) -> None:
    async with seat(tmp_path / "nb") as jan:
        before = jan.conversation.header
        await jan.do("list.header")
        jan.form.form.fill("date", "4 dec 2026")
        jan.form.form.fill("minutes", "45")
        await jan.do("form.accept")
        await jan.settled()
        header = jan.conversation.header
        assert (header.date, header.minutes) == (date(2026, 12, 4), 45)
        assert (header.title, header.place) == (before.title, before.place)
        assert "4 Dec" in screen_lines(jan.app)[0]
