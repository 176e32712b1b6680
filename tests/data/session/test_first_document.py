"""The first document of a conversation has its notes, however long they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afspraak.data.crdt.yjs_document import YjsDocument
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from afspraak.data.model.conversation import NoteLine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.storage.first_document import first_document

NEW = build_conversation(NewConversation("manager", "Jan Bakker", "Anna de Vries"))
LINES = (
    NoteLine("# Notes"),
    NoteLine("Eén zin 😀", MANAGER),
    NoteLine("and another", MANAGER),
    NoteLine("an answer", EMPLOYEE),
    NoteLine(""),
    NoteLine("the end", MANAGER),
)


@pytest.mark.parametrize("count", range(len(LINES) + 1))
def test_all_lines_have_their_authors(count: int) -> None:
    replica = first_document(replace(NEW, notes=LINES[:count]), MANAGER)
    assert tuple(replica.notes.note_lines()) == (LINES[:count] or (NoteLine(""),))
    assert "".join(text for text, _ in replica.text_runs) == replica.notes.text


def test_the_library_walks_through_no_notes_to_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: list[int] = []
    write = YjsDocument.replace

    def noted(self: YjsDocument, start: int, end: int, text: str, by: PartnerId) -> None:
        walked.append(start)
        write(self, start, end, text, by)

    monkeypatch.setattr(YjsDocument, "replace", noted)
    authors = (MANAGER, EMPLOYEE, NOBODY)
    lines = tuple(NoteLine(f"line {number}", authors[number // 2 % 3]) for number in range(300))
    replica = first_document(replace(NEW, notes=lines), None)
    assert tuple(replica.notes.note_lines()) == lines
    assert walked == [0] * 150  # one for each author's lines
