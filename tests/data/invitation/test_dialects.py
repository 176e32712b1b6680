"""A sheet comes back through pandoc and as HTML without our own words in the answers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise

import pytest

from afspraak.data.ids import EMPLOYEE
from afspraak.data.invitation.self_check import checked_sheet
from afspraak.data.invitation.sheet_reader import FilledSheet, read_sheet

from ...support.conversations.sheets import SHEET, TALK, filled, talk

RATED = next(i.id for i in TALK.checklist if i.kind == "competency" and i.belongs != "manager")
ANSWERS = {"went-well": "The portal.", RATED: "Fine.", "own-points": "A quiet room, and time."}
PROGRESS = {"0123456789ab": "Half way."}

needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")

WAYS = [
    *(("gfm", target) for target in ("markdown", "commonmark", "gfm", "plain", "html", "rst")),
    *(("commonmark", target) for target in ("markdown", "commonmark", "html")),
    *(("markdown", "docx", target) for target in ("markdown", "commonmark", "gfm", "plain")),
    ("markdown", "odt", "markdown"),
    ("markdown", "markdown"),
    ("markdown", "commonmark_x"),
]


def _through(text: str, way: Sequence[str]) -> str:
    data = text.encode()
    for source, target in pairwise(way):
        data = subprocess.run(
            ["pandoc", "-f", source, "-t", target, "-o", "-"],
            input=data,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    return data.decode()


def _plain(returned: FilledSheet) -> tuple[dict[str, str], dict[str, str]]:
    return (
        {key: " ".join(text.split()) for key, text in returned.answers.items()},
        {key: " ".join(text.split()) for key, text in returned.progress.items()},
    )


@needs_pandoc
@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize(("language", "rating"), [("en", "growing"), ("nl", "in ontwikkeling")])
def test_a_sheet_survives_pandoc(way: Sequence[str], language: str, rating: str) -> None:
    conversation = talk(language)
    sheet = checked_sheet(conversation, EMPLOYEE)
    text = _through(filled(ANSWERS | PROGRESS, {RATED: rating}, sheet), way)
    returned = read_sheet(text, conversation, EMPLOYEE)
    assert _plain(returned) == (ANSWERS, PROGRESS)
    assert returned.ratings == {RATED: "growing"}
    assert not returned.unassigned_texts and not returned.unclear


@needs_pandoc
def test_boxes_that_pandoc_drops_from_html_are_told() -> None:
    text = _through(filled(ANSWERS | PROGRESS, {RATED: "growing"}), ("gfm", "html", "gfm"))
    returned = read_sheet(text, TALK, EMPLOYEE)
    assert _plain(returned) == (ANSWERS, PROGRESS)
    assert returned.ratings == {} and RATED in returned.unclear


def test_a_document_in_html_is_read_with_its_boxes_and_lists() -> None:
    page = """<html><head><title>Sheet</title></head><body>
<!-- afspraak:item went-well -->
<h3>What went well</h3>
<p>Answer:</p><p>The <b>portal</b> &amp; more:</p><ol><li>fast</li><li><p>calm</p></li></ol>
<!-- afspraak:item RATED -->
<ul><li><input type="checkbox" disabled>mastered</li>
<li><input type="checkbox" checked="" disabled>growing</li>
<li><input type="checkbox">improvement needed</li></ul>
<p>Answer:</p><p>Yes<br>really.</p></body></html>""".replace("RATED", RATED)
    returned = read_sheet(page, TALK, EMPLOYEE)
    assert returned.answers == {
        "went-well": "The portal & more:\n\n1. fast\n2. calm",
        RATED: "Yes\nreally.",
    }
    assert returned.ratings == {RATED: "growing"}
    assert not returned.unassigned_texts


@pytest.mark.parametrize(
    "typed",
    ["<p>my page</p>", ":::", "- \\[x\\] tea", "</div>", "```{=html}\n<b>x</b>\n```", "<div>"],
)
def test_what_somebody_typed_is_not_taken_for_marks_of_a_converter(typed: str) -> None:
    returned = read_sheet(filled({"went-well": typed}), TALK, EMPLOYEE)
    assert returned.answers == {"went-well": typed}


def test_the_sheet_itself_is_not_changed() -> None:
    assert read_sheet(SHEET, TALK, EMPLOYEE).empty
