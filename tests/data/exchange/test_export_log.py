"""The export log: its content, its use in an erasure, and what it never contains."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from afspraak.data.exchange import export_log
from afspraak.data.exchange.export import export_minutes
from afspraak.data.model.edits import Write
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.system.paths import exports_file

from ...support.conversations.erased import ANNA, PIET, begun


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def test_only_unchanged_exports_are_removed(folder: Path, tmp_path: Path) -> None:
    path = begun(folder)
    same, changed, gone = (tmp_path / f"{name}.md" for name in ("same", "changed", "gone"))
    for target in (same, changed, gone, same):
        export_minutes(path, target)
    changed.write_text("my own words", "utf-8")
    gone.unlink()
    what = plan_erasure(folder, ANNA)
    assert {one.file: one.unchanged_files for one in what.exports} == {
        same: [same, tmp_path / "same.md~"], changed: [], gone: [],
    }  # fmt: skip
    done = erase_person(what, [path for one in what.exports for path in one.existing_files])
    assert set(done.exports) == {same, tmp_path / "same.md~"}
    assert [one.name for one in tmp_path.glob("*.md*")] == ["changed.md"]


def test_an_export_that_also_holds_others_stays(folder: Path, tmp_path: Path) -> None:
    paths = [begun(folder), begun(folder, PIET)]
    target = tmp_path / "due.ics"
    target.write_bytes(b"both")
    export_log.log_export(paths, target, b"both")
    what = plan_erasure(folder, ANNA)
    assert [one.mixed for one in what.exports] == [True]
    assert erase_person(what, [target]).exports == ()
    assert target.exists()
    assert [one.mixed for one in export_log.find_exports([paths[1]])] == [False]


@pytest.mark.parametrize(
    "bad", ["", "null", "[]", '{"exports": 7}', '{"exports": [{}]}', "{" * 99_999]
)
def test_a_corrupt_log_is_deleted_silently(folder: Path, bad: str) -> None:
    begun(folder)
    exports_file().parent.mkdir(parents=True, exist_ok=True)
    exports_file().write_text(bad, "utf-8")
    what = plan_erasure(folder, ANNA)
    assert what.exports == ()
    erase_person(what)
    assert not exports_file().exists()


def test_the_export_log_holds_no_text_and_is_private(folder: Path, tmp_path: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "confidential"))
    export_minutes(path, tmp_path / "m.md")
    assert exports_file().stat().st_mode & 0o777 == 0o600
    assert "confidential" not in exports_file().read_text("utf-8")
    told = json.loads(exports_file().read_text("utf-8"))["exports"]
    assert [row["file"] for row in told] == [str(tmp_path / "m.md")]


def test_failing_to_record_an_export_does_not_fail_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = begun(folder)
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    export_minutes(path, tmp_path / "m.md")
    assert (tmp_path / "m.md").exists()
