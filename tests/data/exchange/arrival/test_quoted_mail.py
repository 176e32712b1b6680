"""A document that a mail program quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.exchange.arrival.quoted_mail import unquote

DOCUMENT = "# Talk\n\nWe spoke.\n\n> A quotation\n\n- [ ] Call\n    code"


def quoted(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("mark", ["> ", ">", "> > ", ">>> ", " > "])
def test_a_quoted_document_is_unquoted_at_any_level(mark: str) -> None:
    assert unquote(quoted(DOCUMENT, mark)) == ([], DOCUMENT, [])


def test_the_mail_around_it_is_kept() -> None:
    mail = f"Hi Jan,\n\nOn Monday you wrote:\n\n{quoted(DOCUMENT, '> ')}\n\nBye.\n-- \nAnna\n"
    found = unquote(mail)
    assert found.text == DOCUMENT
    assert found.before == ["Hi Jan,", "", "On Monday you wrote:"]
    assert found.after == ["Bye.", "-- ", "Anna"]


@pytest.mark.parametrize(
    "text",
    [
        DOCUMENT,
        "# Talk\n\n> # Said\n> so\n\nText.\nMore.\nMore.\n",
        "He said:\n\n> no heading\n> and no task\n> in it",
        "> question\nanswer\n> # question\nanswer",
        "> " * 500,
        ">\n>\n",
        "",
    ],
)
def test_a_quotation_in_a_text_stays(text: str) -> None:
    assert unquote(text) == ([], text, [])


@given(st.text(st.sampled_from("ab#> \n-[]x"), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    found = unquote(text)
    parts = "\n".join([*found.before, found.text, *found.after])
    assert [char for char in parts if char.isalnum()] == [char for char in text if char.isalnum()]
