"""Optional arguments have their documented effect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.exchange.export import export_bytes
from afspraak.data.ids import EMPLOYEE
from afspraak.data.model.edits import Write
from afspraak.data.text.markdown import parse, tasks

from ...support.conversations.copies import done


@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_an_export_contains_authors_only_on_request(path: Path, form: str) -> None:
    done(path, Write(0, 0, "by the manager\n"))
    done(path, Write(0, 0, "by the employee\n"), writer=EMPLOYEE)
    told, untold = (export_bytes(path, form, authors=authors) for authors in (True, False))
    assert told == export_bytes(path, form)
    assert told != untold
    assert len(untold) < len(told)
    if form == "json":
        assert {line["by"] for line in json.loads(untold)["notes"]} == {""}
        assert {line["by"] for line in json.loads(told)["notes"]} == {"manager", "employee", ""}


def test_an_html_page_shows_the_info_string_of_code(path: Path) -> None:
    done(path, Write(0, 0, "```python title\ncode\n```\n\n```\nbare\n```\n"))
    page = export_bytes(path, "html").decode()
    assert "<p>python title</p>" in page
    assert "<p></p>" not in page
    assert "language-" not in page


@pytest.mark.parametrize("form", ["json", "html", "ics"])
def test_front_matter_needs_the_markdown_format(path: Path, form: str) -> None:
    assert export_bytes(path, "md", front_matter=True).startswith(b"---\n")
    assert not export_bytes(path, "md").startswith(b"---\n")
    with pytest.raises(UsageError):
        export_bytes(path, form, front_matter=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- [ ] one\n- [x] two\n", [(False, "one"), (True, "two")]),
        ("# Title\n\n[ ] no item\n", []),
        ("text\n\n[x] no item\n", []),
        ("> [ ] quoted\n", []),
        ("-\n", []),
        ("1. [X] numbered\n", [(True, "numbered")]),
    ],
)
def test_a_task_is_an_item_with_a_box(text: str, found: list[tuple[bool, str]]) -> None:
    assert [tuple(one) for one in tasks(parse(text))] == found
