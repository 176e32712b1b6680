"""A preparation sheet, and a filled-in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.invitation.self_check import checked_sheet
from afspraak.data.invitation.sheet_marks import marks
from afspraak.data.model.conversation import Agreement, Conversation, NoteLine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation


def talk(language: str = "en") -> Conversation:
    """A conversation with remarks, agreements of every status, and notes."""
    talk = build_conversation(
        NewConversation("manager", "Jan Bakker", "Anna de Vries", language=language, time="10:00",
                  date=date(2026, 12, 3), place="Room 2")
    )  # fmt: skip
    carried = Agreement(
        RowId("0123456789ab"),
        "development",
        "Course *project lead*",
        "Anna de Vries",
        due=date(2027, 3, 31),
        carried_from=Slug("anna-2026"),
    )
    done = replace(carried, id=RowId("done"), status="done", text="Finished thing")
    new = replace(carried, id=RowId("new"), carried_from=Slug(""), text="Brand new thing")
    secret = {MANAGER: "the remark of Jan", EMPLOYEE: "the remark of Anna"}
    items = tuple(replace(item, remarks=secret) for item in talk.checklist)
    header = replace(talk.header, job="Advisor\n- portal", goals="Shorter *queues*")
    return replace(talk, header=header, checklist=items, agreements=(carried, done, new),
                   notes=(NoteLine("the notes of Jan", MANAGER),))  # fmt: skip


TALK = talk()


SHEET = checked_sheet(TALK, EMPLOYEE)


def filled(
    answers: Mapping[str, str], ratings: Mapping[str, str] | None = None, text: str = SHEET
) -> str:
    """The sheet after a person typed under the labels and in the boxes."""
    starts = [*marks(text)]
    ends = [mark.start for mark in starts[1:]] + [len(text)]
    whole = text[: starts[0].start]
    for mark, end in zip(starts, ends, strict=True):
        part = text[mark.start : end]
        if rating := (ratings or {}).get(mark.id):
            box = re.compile(rf"\[ \] {rating}")
            part = box.sub(f"[x] {rating}", part, count=1)
        if mark.id in answers:
            part = f"{part.rstrip()}\n{answers[mark.id]}\n\n"
        whole += part
    return whole
