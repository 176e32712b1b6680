"""The JSON report of a merge has every part under a stable name."""

from __future__ import annotations

from pathlib import Path

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Answer, Write
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import merge
from afspraak.data.sync.merge_report import report_dict

from ...support.conversations.copies import copied, done


def test_every_part_of_the_report_is_named(path: Path) -> None:
    item = Session.open_read_only(path).conversation.checklist[0].id
    done(path, Answer(item, MANAGER, "before", private=True))
    copy = copied(path)
    done(path, Answer(item, MANAGER, "mine", private=True))
    done(copy, Answer(item, MANAGER, "of the laptop", private=True), Write(0, 0, "new\n"))
    found = report_dict(catalogue("en"), merge(path, copy))
    assert set(found) == {
        "path", "file", "dry_run", "new", "notes", "rows", "conflicts", "removed_and_changed",
        "private", "void", "standing", "faults",
    }  # fmt: skip
    assert (found["path"], found["file"], found["dry_run"]) == (path, copy, False)
    assert set(found["notes"]) == {"added", "changed", "removed"}
    assert found["notes"]["added"] == {"manager": 1}
    assert set(found["private"]) == {"rows", "conflicts"}
    assert [(one.table, one.id) for one in found["private"]["conflicts"]] == [("item", item)]
    assert list(found["conflicts"]) == []
    assert report_dict(catalogue("en"), merge(path, copy, dry_run=True))["dry_run"] is True
