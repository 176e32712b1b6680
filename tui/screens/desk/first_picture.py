"""The first picture of the desk, from what a conversation shows, without Textual."""

from __future__ import annotations

from ....data.approval.status import approval_line, approval_statuses
from ....data.model.checklist.private_answers import are_hidden_on
from ....data.session.shown_conversation import ShownConversation
from ....data.settings.settings import Settings
from ....data.settings.shown_hints import is_hint_due
from ....widgets.drawing.desk.checklist_content import own_items
from ....widgets.drawing.desk.desk_geometry import DeskMode
from ....widgets.drawing.footer_line import FooterParts
from ....widgets.drawing.header_line import ClockFace, HeaderParts
from ....widgets.drawing.pictures.desk_picture import DeskParts, desk_picture
from ....widgets.drawing.pictures.placed_lines import PlacedLine
from ....widgets.language import spoken, tr
from ...formatting.clock import format_moment, today
from ...formatting.talk_clock import TalkClock
from ...formatting.titles import desk_titles
from ...keys.first_hints import first_hint
from ...keys.keymap import Keymap
from .key_hints import desk_hints


def first_desk_picture(
    shown: ShownConversation,
    settings: Settings,
    keymap: Keymap,
    size: tuple[int, int],
    findings: str = "",
) -> list[PlacedLine] | None:
    """Return the picture of the desk at its beginning; None if it begins elsewhere.

    `findings` is what the user is told of the opening. What others share arrives later, and changes
    the picture.
    """
    conversation, seen, day = shown.conversation, shown.seen, today()
    press = keymap.first_key("list.hide_private")
    hidden = are_hidden_on(day, conversation.header)
    first = next(iter(own_items(seen.checklist, shown.me)), None)
    hints = desk_hints(
        keymap,
        "checklist",
        DeskMode.LARGE,
        on_competency=first is not None and first.kind == "competency",
    )
    hint = ""
    if settings.hints and is_hint_due("checklist"):
        hint = first_hint("checklist", keymap.first_key)
    add = keymap.first_key("list.add")
    agree = keymap.first_key("notes.agree")
    parts = DeskParts(
        HeaderParts(
            desk_titles(conversation, shown.me),
            note=_approval_note(shown),
            clock=TalkClock().face(conversation.header) if settings.clock else ClockFace(),
            saving=shown.status.state,
            saved_at=format_moment(shown.status.at),
        ),
        FooterParts(hints.keys, hints.always, findings, hint=hint),
        conversation,
        seen,
        shown.notes,
        shown.private_answers,
        tr("pane.private_hidden", press=press) if hidden else "",
        shown.me,
        day,
        settings.checklist_width,
        tr("desk.no_items", add=add),
        tr("desk.no_agreements", add=add, agree=agree),
    )
    return desk_picture(parts, *size)


def _approval_note(shown: ShownConversation) -> tuple[str, ...]:
    conversation = shown.conversation
    notes = shown.notes.note_lines() if conversation.approvals else ()
    return approval_line(spoken(), approval_statuses(conversation, shown.fields, notes))
