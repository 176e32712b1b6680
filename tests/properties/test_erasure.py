"""Erasing a person leaves no byte of any text about them and removes nobody else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afspraak.data.exchange.export import export_minutes
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Edit, Write
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.privacy.erasure import erase_person, plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.text.sanitize import clean_line

from ..support.amount import tries
from ..support.conversations.copies import files
from ..support.conversations.erased import ANNA, PIET, begun, traces

WORDS = st.text(min_size=1, max_size=20).map(lambda text: f"zqzqzq{clean_line(text)}qzqzqz")
PLACES = st.sampled_from(
    ("note", "rewrite", "agreement", "shared", "private", "undo", "save", "ask")
)
STEPS = st.lists(st.tuples(PLACES, WORDS), min_size=1, max_size=12)


@settings(max_examples=tries(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, kill=st.booleans())
def test_erasure_leaves_nothing(
    steps: list[tuple[str, str]], kill: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        for kind in ("CACHE", "STATE"):
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(base / kind))
        folder = base / "nb"
        other = begun(folder, PIET)
        path = begun(folder)
        kept = files(folder)
        session = Session.open(path)
        for place, text in steps:
            _step(session, place, text)
        if kill:
            journals = {one: one.read_bytes() for one in folder.rglob("*.afl")}
            session.close()
            for one, data in journals.items():
                one.parent.mkdir(exist_ok=True)
                one.write_bytes(data)
        else:
            session.close()
        export_minutes(path, base / "minutes.md")
        list(Notebook(folder).summaries())
        erase_person(plan_erasure(folder, ANNA), [base / "minutes.md"])
        list(Notebook(folder).summaries())
        assert traces([*(text for _, text in steps), ANNA, "anna-de-vries"], [base]) == []
        assert files(folder) == {name: data for name, data in kept.items() if name == other.name}


def _step(session: Session, place: str, text: str) -> None:
    item = session.conversation.checklist[0].id
    edits: dict[str, Edit] = {
        "note": Write(0, 0, f"{text}\n"),
        "agreement": AddAgreement(Agreement(RowId(f"a{len(text)}"), order="a"), {"text": text}),
        "shared": Answer(item, EMPLOYEE, text),
        "private": Answer(item, MANAGER, text, private=True),
    }
    if place in edits:
        session.apply(edits[place])
    elif place == "rewrite":
        session.merge_text(f"{text}\n{session.notes.text}")
    elif place == "undo":
        session.apply(edits["note"])
        session.undo()
    elif place == "ask":
        session.apply(edits["note"])
        session.save()
        Notebook(session.path.parent).index.search(text)
    else:
        session.save()
