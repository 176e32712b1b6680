"""Signed minutes that were changed on the way, by somebody, or by a later edit: who is blamed."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path
from shutil import which

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ....support.hostile import HOSTILE_LINE
from ....support.signing import make_key

pytestmark = pytest.mark.skipif(which("ssh-keygen") is None, reason="ssh-keygen is missing")

MINUTES = "anna-de-vries-planning-2027.md"
SAID = "The portal went live two weeks early, and nobody had to work in the weekend for that."


@pytest.fixture(autouse=True)
def _signed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Minutes and their signature in the working directory."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.chdir(tmp_path)
    line = make_key(tmp_path / ".ssh" / "id_ed25519", "jan@example.org")
    (tmp_path / ".ssh" / "allowed_signers").write_text(line, encoding="utf-8")
    main(["new", "Anna de Vries", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"])
    wrote(f"{SAID}\n\n- [ ] tell the others\n")
    assert main(["sign", "anna"]) == 0
    capfd.readouterr()


def wrote(text: str) -> None:
    """Jan writes into the notes of the conversation."""
    (path,) = (path for path in Path("nb").glob("*.json") if "private" not in path.name)
    session = Session.open(path)
    session.me = session.writer = MANAGER
    session.apply(Write(0, 0, text))
    session.save()
    session.close()


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def mark(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def utf_16(data: bytes) -> bytes:
    return data.decode().encode("utf-16")


def no_end(data: bytes) -> bytes:
    return data.rstrip(b"\n")


def blanks(data: bytes) -> bytes:
    return data.replace(b"\n", b"  \n") + b"\n\n"


@pytest.mark.parametrize("change", [crlf, mark, utf_16, no_end, blanks,
                                    lambda data: mark(crlf(data))])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "nl"])
def test_line_ends_and_encoding_are_told_from_tampering(
    change: Callable[[bytes], bytes], language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("nb")  # the signature alone shows it
    minutes, signature = Path(MINUTES), Path(f"{MINUTES}.sig")
    minutes.write_bytes(change(minutes.read_bytes()))
    signature.write_bytes(mark(crlf(signature.read_bytes())))
    assert main(["verify", MINUTES, "--lang", language]) == 0
    told = capfd.readouterr().out
    assert "jan@example.org" in told
    assert catalogue(language)("signature.transport.line_ends") in told


def wrapped(text: str) -> str:
    """Markdown as a formatter wraps it at 60 columns: no word is broken, and items keep theirs."""
    lines: list[str] = []
    for line in text.split("\n"):
        lead = re.match(r"\s*(?:- )?", line)
        if lead is None or line.startswith(("|", "#")) or len(line) <= 60:
            lines.append(line)
            continue
        lines += textwrap.wrap(
            line, 60, subsequent_indent=" " * lead.end(),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return "\n".join(lines)


@pytest.mark.parametrize("has_notebook", [True, False])
def test_wrapped_lines_are_told_from_tampering(
    has_notebook: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    if not has_notebook:
        shutil.rmtree("nb")
    minutes = Path(MINUTES)
    before = minutes.read_text("utf-8")
    minutes.write_text(wrapped(before), "utf-8")
    assert minutes.read_text("utf-8") != before
    assert main(["verify", MINUTES]) == 0
    assert catalogue("en")("signature.transport.wrapping") in capfd.readouterr().out


@pytest.mark.parametrize("is_wrapped", [True, False])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_changed_file_is_blamed_with_its_line(
    language: str, is_wrapped: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    minutes = Path(MINUTES)
    changed = minutes.read_text("utf-8").replace("two weeks early", f"late {HOSTILE_LINE}")
    if is_wrapped:
        changed = wrapped(changed)
    minutes.write_bytes(crlf(changed.encode()))
    number = next(n for n, line in enumerate(changed.split("\n"), 1) if "late [x]" in line)
    assert main(["verify", MINUTES, "--lang", language]) == 1
    told = capfd.readouterr().out
    words = catalogue(language)
    assert words("signature.blame.file", file=MINUTES) in told
    assert f" {number}:" in told
    file_line, notebook_line = told.splitlines()[-2:]
    assert "live late [x]" in file_line and SAID[:40] in notebook_line
    assert "\x1b" not in told


def test_a_later_edit_is_blamed_on_the_notebook(capfd: pytest.CaptureFixture[str]) -> None:
    words = catalogue("en")
    wrote("One more line.\n\n")
    assert main(["verify", MINUTES]) == 0, "the signed file is as it was signed"
    assert main(["export", "anna", "-o", MINUTES]) == 0
    capfd.readouterr()
    assert main(["verify", MINUTES]) == 1
    assert words("signature.blame.notebook", file=MINUTES) in capfd.readouterr().out
    minutes = Path(MINUTES)
    minutes.write_text(minutes.read_text("utf-8").replace("One more", "No more"), "utf-8")
    assert main(["verify", MINUTES]) == 1
    told = capfd.readouterr().out
    assert words("signature.blame.both", file=MINUTES) in told
    assert "No more line." in told and "One more line." in told


def test_without_its_conversation_the_way_to_compare_is_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("letter.md").write_bytes(Path(MINUTES).read_bytes().replace(b"early", b"late"))
    shutil.copy(f"{MINUTES}.sig", "letter.md.sig")
    assert main(["verify", "letter.md"]) == 1
    assert "--with REF" in capfd.readouterr().out
    assert main(["verify", "letter.md", "--with", "anna"]) == 1
    told = capfd.readouterr().out
    assert catalogue("en")("signature.blame.file", file="letter.md") in told
    assert main(["verify", "letter.md", "--with", "nobody"]) == 1
