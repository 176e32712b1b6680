"""What the first picture of the desk says in each situation; no application runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from afspraak.data.approval.content_digest import digest_of
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER
from afspraak.data.model.conversation import Approval, Conversation, Header
from afspraak.data.model.edits import Answer
from afspraak.data.model.fields import to_fields
from afspraak.data.model.notes import Notes
from afspraak.data.session.shown_conversation import ShownConversation
from afspraak.data.settings.settings import Settings
from afspraak.data.settings.shown_hints import take_hint
from afspraak.data.storage.saving.status import SaveStatus, Saving
from afspraak.data.storage.tables import to_tables
from afspraak.tui.keys.keymap import USUAL_KEYMAP
from afspraak.tui.screens.desk.first_picture import first_desk_picture
from afspraak.widgets.drawing.wrapping import line_text
from afspraak.widgets.language import speaking

from ....support.screens.portal import portal_session
from ....support.screens.widget_holder import PARTNERS, items

BARE = Settings(clock=False)


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-12-03")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@contextmanager
def _portal(folder: Path, **header: object) -> Iterator[ShownConversation]:
    with closing(portal_session(folder / "nb", **header)) as session:
        first = session.conversation.checklist[0].id
        session.apply(Answer(first, MANAGER, "for myself", private=True))
        yield ShownConversation.of(session)


def _shown(conversation: Conversation) -> ShownConversation:
    """Jan's view of a conversation without notes."""
    status = SaveStatus(Saving.SAVED, None)
    fields = to_fields(conversation)
    return ShownConversation(conversation, conversation, Notes(), fields, {}, MANAGER, status)


def _lines(
    shown: ShownConversation,
    settings: Settings = BARE,
    size: tuple[int, int] = (120, 40),
    findings: str = "",
) -> list[str]:
    """The lines of the picture, each at its place in a row of blanks."""
    picture = first_desk_picture(shown, settings, USUAL_KEYMAP, size, findings)
    assert picture is not None
    rows = [""] * size[1]
    for placed in sorted(picture, key=lambda each: each.x):
        rows[placed.y] = f"{rows[placed.y]:{placed.x}}{line_text(placed.line)}"
    return [row.rstrip() for row in rows]


HINTS = {
    "en": "Enter writes what you prepare; F3 is for notes",
    "nl": "Enter schrijft je voorbereiding; F3: notities",
}


@pytest.mark.parametrize("language", HINTS)
def test_the_first_hint_is_in_the_picture_until_it_was_shown(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_HINTS", "")
    with _portal(tmp_path) as shown, speaking(catalogue(language)):
        assert _lines(shown)[-1].endswith(HINTS[language])
        assert HINTS[language] not in _lines(shown, Settings(clock=False, hints=False))[-1]
        assert take_hint("checklist")
        assert HINTS[language] not in _lines(shown)[-1]


COMPETENCY_KEYS = " Space tick  1-4 rate  Enter answer  a add  p agree  F8 export  "
ITEM_KEYS = COMPETENCY_KEYS.replace("1-4 rate  ", "")


def test_the_keys_are_those_of_the_row_under_the_cursor(tmp_path: Path) -> None:
    with _portal(tmp_path) as shown:
        assert _lines(shown)[-1].startswith(COMPETENCY_KEYS)
        assert _lines(shown)[-1].endswith("  Tab pane  F12 large  F1 all keys")
    listed = items(("Looking back", "What went well", "both"))
    for made in (Conversation(Header(), PARTNERS, listed), Conversation(Header(), PARTNERS)):
        assert _lines(_shown(made))[-1].startswith(ITEM_KEYS)


def test_what_opening_found_stands_before_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_HINTS", "")
    with _portal(tmp_path) as shown:
        words = _lines(shown, findings="A word on the opening.")[-1]
        assert words.startswith(COMPETENCY_KEYS)
        assert words.endswith("  A word on the opening.")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (SaveStatus(Saving.SAVED, None), ""),
        (SaveStatus(Saving.SAVED, datetime.fromisoformat("2026-12-03T09:41")), "● saved 09:41"),
        (SaveStatus(Saving.SAVED, datetime.fromisoformat("2026-11-28T09:41")), "● saved 28 Nov"),
        (SaveStatus(Saving.READ_ONLY, None), " READ ONLY "),
    ],
)
def test_the_header_tells_whom_and_how_the_conversation_is_saved(
    status: SaveStatus, said: str, tmp_path: Path
) -> None:
    title = " Anna de Vries · planning 2027 · Thu 7 Jan 2027 10:00"
    with _portal(tmp_path) as shown:
        header = _lines(shown._replace(status=status))[0]
        assert header == f"{title}{said:>{119 - len(title)}}".rstrip()


@pytest.mark.parametrize(
    ("day", "clock"),
    [("2026-12-03", r" \d\d:\d\d  ● saved"), ("2027-01-07", r" \d+:\d\d/1:00( \+\d+)?  ● saved")],
)
def test_the_clock_is_that_of_the_day(
    day: str, clock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", day)
    with _portal(tmp_path, time="", minutes=60) as shown:
        assert re.search(clock, _lines(shown, Settings())[0])
        assert not re.search(clock, _lines(shown)[0])


def test_the_header_tells_who_approved(tmp_path: Path) -> None:
    with _portal(tmp_path) as shown:
        digest = digest_of(to_tables(shown.fields, shown.notes.note_lines()))
        for approved, said in {
            "": "",
            digest: "approved by JB",
            "0" * len(digest): "approval void",
        }.items():
            approval = Approval(MANAGER, approved, "2026-12-01T10:00:00Z", own=True)
            made = replace(shown.conversation, approvals=(approval,) if approved else ())
            header = _lines(shown._replace(conversation=made))[0]
            assert said in header
            assert ("approv" in header) is bool(said)


EMPTY = {
    "en": ("Nothing here yet. Press a to add", "No agreements yet. Press a to", "Ctrl+G"),
    "nl": ("Hier staat nog niets. Druk op a", "Nog geen afspraken. Druk op a", "Ctrl+G"),
}


@pytest.mark.parametrize("language", EMPTY)
@pytest.mark.parametrize("size", [(120, 24), (120, 40), (200, 60)])
def test_empty_lists_tell_the_keys_that_fill_them(language: str, size: tuple[int, int]) -> None:
    empty = _shown(Conversation(Header(date=date(2027, 1, 7)), PARTNERS))
    with speaking(catalogue(language)):
        text = "\n".join(_lines(empty, size=size))
    for said in EMPTY[language]:
        assert said in text


@pytest.mark.parametrize(
    ("day", "said"), [("2027-01-06", "for myself"), ("2027-01-07", "only you: hidden, h shows")]
)
def test_a_private_answer_is_hidden_on_the_day(
    day: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSPRAAK_TODAY", day)
    with _portal(tmp_path) as shown:
        text = "\n".join(_lines(shown))
    assert said in text
    assert ("hidden" in text) is ("hidden" in said)
    late = {"2027-01-06": "late 39 d", "2027-01-07": "late 40 d"}
    assert late[day] in text


def test_the_checklist_has_the_chosen_width(tmp_path: Path) -> None:
    with _portal(tmp_path) as shown:
        walls = [
            _lines(shown, Settings(clock=False, checklist_width=width))[2].index("│")
            for width in (0, 30, 50)
        ]
    assert walls == [34, 30, 50]


def test_each_partner_sees_their_own_list() -> None:
    listed = items(("Looking back", "For Jan", "manager"), ("Looking back", "For Anna", "employee"))
    shown = _shown(Conversation(Header(), PARTNERS, listed))
    for me, said, other in ((MANAGER, "For Jan", "For Anna"), (EMPLOYEE, "For Anna", "For Jan")):
        text = "\n".join(_lines(shown._replace(me=me)))
        assert said in text
        assert other not in text
