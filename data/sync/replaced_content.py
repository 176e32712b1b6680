"""The edit that makes a conversation read as an earlier copy of it: a restore that both can see.

A merge adds what is new in a copy, and an older one has nothing new. To go back to it, its content
becomes the content again, as an edit on top of all that came later: the history has both, and a
share takes the edit to the other partner, instead of bringing the later changes back.

What a partner says in their own name stays as it is: approvals, and in a shared conversation the
answers, ratings and progress of the other, whose notebook would put them back. So do the times of
the last edits, because this edit is later than those in the copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..crdt.replica import Replica
from ..ids import PartnerId
from ..model.conversation import CHANGED
from ..model.fields import NEVER_SET, FieldKey, Fields
from ..model.notes import Notes
from ..session.rights.field_rights import RIGHTS, Right
from ..storage.tables import fields_becoming
from ..text.splice import Splice
from ..text.text_diff import diff_splices


class Content(NamedTuple):
    """The content of a copy: its fields, and its notes in runs of one author."""

    fields: Fields
    runs: tuple[tuple[str, PartnerId], ...]


def content_of(replica: Replica) -> Content:
    """Return the present content of a replica, which may change afterwards."""
    return Content(dict(replica.fields), tuple(replica.notes.runs()))


def become(replica: Replica, content: Content, others: frozenset[PartnerId]) -> None:
    """Edit a replica so that it has this content.

    `others` are the partners in whose name this user does not write.
    """
    wanted = Notes(content.runs)
    splices = [
        part
        for splice in diff_splices(replica.notes.text, wanted.text)
        for part in _by_author(splice, wanted)
    ]
    changed = fields_becoming(replica.fields, content.fields, NEVER_SET)
    now = {**content.fields, **replica.fields}
    fields = {
        key: value for key, value in changed.items() if not _is_fixed(key, now, content, others)
    }
    replica.edit(splices, fields)


def _by_author(splice: Splice, wanted: Notes) -> Iterator[Splice]:
    """Yield a splice in parts of one author each; it is applied in the order of the text."""
    start, deleted = splice.start, splice.deleted
    if not splice.text:
        yield splice
    for text, by in wanted.runs(start, start + len(splice.text)) if splice.text else ():
        yield Splice(start, deleted, text, by)
        start, deleted = start + len(text), 0


def _is_fixed(key: FieldKey, now: Fields, content: Content, others: frozenset[PartnerId]) -> bool:
    """Return whether a field stays as it is."""
    column, _, owner = key.attribute.partition("/")
    if (key.table, column) == ("header", CHANGED):
        return True
    right = RIGHTS.get((key.table, column)) or RIGHTS.get((key.table, ""))
    match right:
        case None:
            return False
        case Right.STANCE | Right.OWNER_ONCE_SET:
            return True
        case Right.ONLY_OWNER if key.table == "item":
            return owner in others
        case _:
            author = FieldKey(key.table, key.id, "by")
            return now.get(author) in others or content.fields.get(author) in others
