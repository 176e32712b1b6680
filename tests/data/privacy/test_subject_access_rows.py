"""Rows of the report about a person: their labels, and omitted technical fields."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Approval, Progress
from afspraak.data.model.edits import AddAgreement, AddProgress, Approve, Change
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.privacy.subject_access_report import subject_data_json, subject_data_markdown
from afspraak.data.system.paths import state_folder

from ...support.conversations.copies import done
from ...support.conversations.erased import ANNA, begun

AT = "2026-12-03T14:02:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook with one conversation that has a row in every table."""
    folder = tmp_path / "nb"
    path = begun(folder)
    done(
        path,
        Change("header", values={"title": "planning 2027", "goals": "Grow"}),
        AddAgreement(Agreement(RowId("a1"), text="Portal", owner="Anna", order="a")),
        AddProgress(Progress(RowId("p1"), RowId("a1"), AT, EMPLOYEE, "halfway", 50)),
        Approve(Approval(MANAGER, "0" * 64, AT, "agreed", "with a remark", "{}")),
    )
    return folder


def block(text: str, title: str) -> list[str]:
    """The lines of the row with this title, without the title."""
    lines = text.split("\n")
    at = lines.index(f"- **{title}**")
    end = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith("  ")), len(lines))
    return [line.strip() for line in lines[at + 1 : end]]


def test_each_row_has_its_label(folder: Path) -> None:
    text = subject_data_markdown(catalogue("en"), collect_subject_data(folder, ANNA))
    assert "- Goals of organisation or department: Grow" in block(text, "planning 2027")
    assert block(text, "Portal") == ["- Who: Anna"]
    progress, approval = text.partition("### Progress")[2].split("### Approval")
    assert block(progress, AT) == [
        "- Agreement (id): a1",
        "- By: Anna de Vries",
        "- Percent: 50",
        "- Text: halfway",
    ]
    assert block(approval, AT) == [
        f"- Digest: {'0' * 64}",
        "- By: Jan Bakker",
        "- Words: with a remark",
        "- Response: agreed",
    ]


def test_technical_fields_are_only_in_json(folder: Path) -> None:
    told = collect_subject_data(folder, ANNA)
    text = subject_data_markdown(catalogue("en"), told)
    (talk,) = subject_data_json(catalogue("en"), told)["conversations"]
    fields = talk["fields"]
    assert fields["agreement/a1/order"] == "a"
    assert fields["approval/manager/parts"] == "{}"
    assert fields["progress/p1/text"] == "halfway"
    assert "- Order: a" not in text and "- order: a" not in text
    assert Path(talk["path"]) == folder / f"{talk['slug']}.json"
    assert {one["what"] for one in talk["files"]} >= {"conversation"}
    assert all(one["bytes"] > 0 for one in talk["files"])


def test_other_shares_are_listed_with_their_addresses(folder: Path) -> None:
    data = collect_subject_data(folder, ANNA)
    words = catalogue("en")
    address = LocalFolder("/shared/afspraak-0123456789abcdef")
    assert str(address) not in subject_data_markdown(words, data)
    listed = subject_data_markdown(words, replace(data, other_shares=(address,)))
    line = next(line for line in listed.split("\n") if str(address) in line)
    assert line.endswith(words("subject_access.shared"))


def test_collecting_data_leaves_no_trace_in_the_notebook_or_the_state_folder(folder: Path) -> None:
    def found() -> dict[Path, int]:
        kept = [folder, *folder.rglob("*"), *state_folder().rglob("*")]
        return {path: path.stat().st_mtime_ns for path in kept}

    before = found()
    collect_subject_data(folder, ANNA)
    assert found() == before
