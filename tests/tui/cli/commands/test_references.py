"""REF on the command line: which conversation was taken, a choice, and mistyped words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.tui.cli.main import main

from ....support.terminal.terminal import Terminal

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    """Anna de Vries has two conversations, Anna Bos one."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.chdir(tmp_path)
    for name, *words in (
        ("Anna de Vries", "--date", "2026-12-03"),
        ("Anna de Vries", "--kind", "progress", "--date", "2027-06-01"),
        ("Anna Bos",),
    ):
        assert main(["new", name, "--no-open", "--my-name", "Jan Bakker", *words]) == 0
    capsys.readouterr()


def test_stderr_says_which_of_several_was_taken(capsys: Capture) -> None:
    assert main(["export", "vries", "-o", "-"]) == 0
    told = capsys.readouterr()
    assert told.err == "afspraak: “vries” is anna-de-vries-progress-2027, the newest of 2.\n"
    assert told.out.startswith("# Progress conversation")
    assert main(["export", "vries@2", "-o", "-"]) == 0
    assert capsys.readouterr().err == "afspraak: “vries@2” is anna-de-vries-planning-2027.\n"


@pytest.mark.parametrize("reference", ["anna-de-vries-progress-2027", "vries:progress", "bos"])
def test_nothing_is_said_where_there_was_no_choice(capsys: Capture, reference: str) -> None:
    assert main(["export", reference, "-o", "-"]) == 0
    assert capsys.readouterr().err == ""


def test_nothing_is_said_beside_json(capsys: Capture) -> None:
    assert main(["log", "vries", "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == "" and json.loads(told.out)


def test_several_people_are_listed_where_nobody_can_choose(capsys: Capture) -> None:
    assert main(["export", "anna"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[1:] == [
        "  anna-bos-planning-2027",
        "  anna-de-vries-progress-2027",
    ]


def test_on_a_terminal_the_user_chooses_by_number(start: Callable[..., Terminal]) -> None:
    terminal = start("export", "anna")
    terminal.wait("[1-2]")
    assert [line.split() for line in terminal.lines if line.startswith("   ")] == [
        ["1", "Anna", "Bos", "-", "anna-bos-planning-2027"],
        ["2", "Anna", "de", "Vries", "2027-06-01", "anna-de-vries-progress-2027"],
    ]
    terminal.type("2\r")
    terminal.wait("anna-de-vries-progress-2027.md")
    assert terminal.ended() == 0


@pytest.mark.parametrize("answer", ["\r", "3\r", "x\r"])
def test_without_a_number_nothing_is_chosen(
    start: Callable[..., Terminal], answer: str, tmp_path: Path
) -> None:
    terminal = start("export", "anna")
    terminal.wait("[1-2]").type(answer)
    terminal.wait("No conversation chosen.")
    assert terminal.ended() == 1
    assert not list(tmp_path.glob("*.md"))


def _refused(capsys: Capture, *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["exprot"], "export"),
        (["unarchive", "bos"], "archive --undo"),
        (["ls"], "list"),
        (["follow-p", "anna"], "follow-up"),
        (["list", "--jsom"], "--json"),
        (["new", "Eva", "--tme=10:00"], "--time"),
        (["new", "Eva", "--noopen"], "--no-open"),
        (["--lnag", "nl", "list"], "--lang"),
        (["list", "--notebok", "x"], "--notebook"),
        (["approve", "bos", "--stance", "agree"], "agreed"),
    ],
)
def test_a_mistyped_word_is_asked_about(capsys: Capture, words: list[str], meant: str) -> None:
    assert _refused(capsys, *words).endswith(f"Did you mean “{meant}”?")
    assert _refused(capsys, *words, "--lang=nl").endswith(f"Bedoel je ‘{meant}’?")


def test_a_word_like_nothing_is_not_guessed(capsys: Capture) -> None:
    assert "mean" not in _refused(capsys, "frobnicate")
    assert _refused(capsys, "list", "--frobnicate") == "afspraak: not understood: --frobnicate"


def test_an_unknown_command_does_not_list_all(capsys: Capture) -> None:
    assert _refused(capsys, "frobnicate") == "afspraak: “frobnicate” does not exist."


def test_a_word_behind_the_colon_that_means_nothing_is_told_what_there_is(capsys: Capture) -> None:
    assert main(["export", "vries:foo", "-o", "-"]) == 1
    first, *slugs = capsys.readouterr().err.splitlines()
    assert "Behind the colon stands a kind, a year or a word of the title" in first
    assert slugs == ["  anna-de-vries-progress-2027", "  anna-de-vries-planning-2027"]
    assert main(["export", "anna:foo", "-o", "-"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1 + 3


@pytest.mark.parametrize(
    ("language", "said"), [("en", "of whom one has so many"), ("nl", "van wie er een zoveel")]
)
def test_a_number_does_not_choose_a_person(capsys: Capture, language: str, said: str) -> None:
    assert main(["--lang", language, "export", "anna@2", "-o", "-"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert said in told[0] and told[1:] == ["  anna-de-vries-planning-2027"]


def test_a_mistyped_word_reaches_no_terminal(capsys: Capture) -> None:
    assert "\x1b" not in _refused(capsys, "expor\x1b[31mt") + _refused(capsys, "list", "--jso\x1bm")


def test_what_is_in_the_archive_is_said_with_the_command_that_brings_it_back(
    capsys: Capture,
) -> None:
    assert main(["archive", "bos"]) == 0
    capsys.readouterr()
    assert main(["export", "bos", "-o", "-"]) == 1
    told = capsys.readouterr().err
    assert "“bos” is in the archive. To get it back: afspraak archive --undo anna-bos" in told
    assert main(["export", "nobody", "-o", "-"]) == 1
    assert "There is no conversation “nobody”" in capsys.readouterr().err
