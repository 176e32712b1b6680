"""Signed minutes that were changed on the way, by somebody, or by a later edit: who is blamed."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from shutil import which

import pytest

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import MANAGER
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.system.paths import exports_file
from afspraak.tui.cli.main import main

from ....support.hostile import HOSTILE_LINE
from ....support.signing import MINUTES, begin_at_home, make_key

pytestmark = pytest.mark.skipif(which("ssh-keygen") is None, reason="ssh-keygen is missing")

SAID = "The portal went live two weeks early, and nobody had to work in the weekend for that."


@pytest.fixture(autouse=True)
def _signed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Minutes and their signature in the working directory."""
    begin_at_home(monkeypatch, tmp_path)
    line = make_key(tmp_path / ".ssh" / "id_ed25519", "jan@example.org")
    (tmp_path / ".ssh" / "allowed_signers").write_text(line, encoding="utf-8")
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


def filled(text: str) -> str:
    """A text as one paragraph: nothing of its lines is left, only its words."""
    return textwrap.fill(" ".join(text.split()), 60, break_on_hyphens=False,
                         break_long_words=False)  # fmt: skip


def outdented(text: str) -> str:
    """Markdown as a mail program wraps it: the rest of a line stands in the first column."""
    return "\n".join(line.replace("\n", " ").replace("  ", " ") if line[:1] == "|" else
                     textwrap.fill(line, 60, break_on_hyphens=False) for line in text.split("\n")
                     )  # fmt: skip


def quoted(text: str) -> str:
    """Minutes that a mail quotes."""
    lines = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"Hi Anna,\n\nJan wrote:\n{lines}\n\nBye, Piet\n"


def between(text: str) -> str:
    """Minutes in a mail."""
    return f"Hi Anna,\n\nas we agreed:\n\n{text}\nBye, Piet\n"


def elsewhere(change: Callable[[str], str]) -> None:
    """Put the minutes in `letter.md`, changed, with the signature beside them."""
    Path("letter.md").write_text(change(Path(MINUTES).read_text("utf-8")), "utf-8")
    shutil.copy(f"{MINUTES}.sig", "letter.md.sig")


def quoted_and_wrapped(text: str) -> str:
    """Minutes that a mail quotes, and whose quoted lines were wrapped: the rest has no mark."""
    lines = (f"> {line}".rstrip() for line in text.split("\n"))
    return "\n".join(
        line if line[2:3] == "|" else textwrap.fill(line, 72, break_on_hyphens=False,
                                                    break_long_words=False)
        for line in lines
    )  # fmt: skip


@pytest.mark.parametrize("change", [wrapped, filled, outdented, quoted_and_wrapped])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_minutes_that_lie_elsewhere_are_found_by_what_they_say(
    change: Callable[[str], str], language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "Piet Smit", "--no-open", "--my-name", "Jan Bakker"]) == 0
    elsewhere(change)
    capfd.readouterr()
    assert main(["verify", "letter.md", "--lang", language]) == 0
    assert catalogue(language)("signature.transport.wrapping") in capfd.readouterr().out


@pytest.mark.parametrize("wrap", [str, wrapped, outdented])
@pytest.mark.parametrize("change", [quoted, between])
def test_lines_of_a_mail_around_the_minutes_are_not_signed(
    change: Callable[[str], str], wrap: Callable[[str], str], capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("nb")
    elsewhere(lambda text: change(wrap(text)))
    assert main(["verify", "letter.md"]) == 0
    told = capfd.readouterr().out
    words = catalogue("en")
    assert words(f"signature.transport.{'mail' if wrap is str else 'wrapping'}") in told
    assert words("signature.around.other", count=3, file="letter.md") in told


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_minutes_in_a_saved_mail_are_verified(
    encoding: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("nb")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "jan@example.org", "Minutes"
    mail.set_content(Path(MINUTES).read_text("utf-8"), cte=encoding)
    mail.add_alternative("<p>the same, drawn</p>", subtype="html")
    Path("letter.eml").write_bytes(mail.as_bytes())
    shutil.copy(f"{MINUTES}.sig", "letter.eml.sig")
    assert main(["verify", "letter.eml"]) == 0
    told = capfd.readouterr().out
    words = catalogue("en")
    assert words("signature.transport.mail") in told
    assert words("signature.around.other", count=2, file="letter.eml") in told
    changed = Path(MINUTES).read_text("utf-8").replace("early", "late")
    mail.get_payload(0).set_content(changed, cte=encoding)  # type: ignore[union-attr]
    Path("letter.eml").write_bytes(mail.as_bytes())
    assert main(["verify", "letter.eml"]) == 1


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("change", [str, wrapped, quoted, between])
def test_a_change_in_minutes_that_lie_elsewhere_is_blamed_with_its_line(
    change: Callable[[str], str], is_known: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    digest = re.search("[0-9a-f]{64}", Path(MINUTES).read_text("utf-8"))
    assert digest
    elsewhere(lambda text: change(text.replace("early", "late").replace(
        digest[0], digest[0] if is_known else "0" * 64)))  # fmt: skip
    assert main(["verify", "letter.md"]) == 1
    told = capfd.readouterr().out
    assert catalogue("en")("signature.blame.file", file="letter.md") in told
    lines = Path("letter.md").read_text("utf-8").split("\n")
    number = next(n for n, line in enumerate(lines, 1) if "weeks late" in line)
    assert f" {number}:" in told


def test_without_its_conversation_the_way_to_compare_is_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    elsewhere(lambda text: text.replace("early", "late"))
    Path(MINUTES).unlink()
    Path("nb").rename("away")
    assert main(["verify", "letter.md"]) == 1
    told = capfd.readouterr().out
    assert "--with REF" in told and "wrapped" in told
    (path,) = (path for path in Path("away").glob("*.json") if "private" not in path.name)
    assert main(["verify", "letter.md", "--with", str(path)]) == 1
    told = capfd.readouterr().out
    assert catalogue("en")("signature.blame.file", file="letter.md") in told
    assert main(["verify", "letter.md", "--with", "nobody"]) == 1


def damaged(signature: bytes) -> bytes:
    return signature[: len(signature) // 2]


def emptied(_: bytes) -> bytes:
    return b""


def flipped(signature: bytes) -> bytes:
    """A signature with one wrong sign in its first line, where its own form is told."""
    changed = bytearray(signature)
    changed[signature.index(b"\n") + 3] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("is_changed", [True, False])
@pytest.mark.parametrize("spoil", [damaged, emptied, flipped])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_damaged_signature_is_no_change_of_the_conversation(
    spoil: Callable[[bytes], bytes],
    is_changed: bool,
    language: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    signature = Path(f"{MINUTES}.sig")
    signature.write_bytes(spoil(signature.read_bytes()))
    if is_changed:
        minutes = Path(MINUTES)
        minutes.write_text(minutes.read_text("utf-8").replace("early", "late"), "utf-8")
    assert main(["verify", MINUTES, "--lang", language]) == 1
    told = capfd.readouterr().out
    words = catalogue(language)
    assert words("signature.fault.damaged", signature=f"{MINUTES}.sig") in told
    assert words("signature.text.both" if is_changed else "signature.text.notebook") in told
    assert words("signature.blame.notebook", file=MINUTES) not in told


def piet_signed() -> None:
    """Sign the minutes of another conversation."""
    assert main(["new", "Piet Smit", "--no-open", "--my-name", "Jan Bakker", "--lang", "en"]) == 0
    assert main(["sign", "piet"]) == 0
    shutil.copy("piet-smit-planning-2027.md.sig", f"{MINUTES}.sig")


@pytest.mark.parametrize("is_beside", [True, False])
def test_the_signature_of_another_text_is_told_with_its_name(
    is_beside: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    piet_signed()
    if is_beside:
        shutil.rmtree("nb")
        shutil.rmtree(exports_file().parent)
    else:
        Path("piet-smit-planning-2027.md").unlink()
    assert main(["verify", MINUTES]) == 1
    told = capfd.readouterr().out
    words = catalogue("en")
    told_of = words("signature.fault.other_text", signature=f"{MINUTES}.sig", detail="")
    assert told_of in told and "piet-smit-planning-2027.md" in told
    assert words("signature.blame.notebook", file=MINUTES) not in told


def test_a_signature_of_nobody_known_or_for_something_else_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_key(tmp_path / "eve", "eve@example.org")

    def sign(namespace: str, text: bytes) -> str:
        words = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", "eve"]
        done = subprocess.run(words, input=text, stdout=subprocess.PIPE, check=True)
        Path(f"{MINUTES}.sig").write_bytes(done.stdout)
        assert main(["verify", MINUTES]) == 1
        return capfd.readouterr().out

    key = subprocess.run(["ssh-keygen", "-lf", "eve"], stdout=subprocess.PIPE, check=True).stdout
    told = sign("afspraak", b"another text")
    assert "not in" in told and key.split()[1].decode() in told
    assert catalogue("en")("signature.text.notebook") in told
    told = sign("file", Path(MINUTES).read_bytes())
    assert "something else (file)" in told


def test_what_is_not_known_of_a_signature_is_not_claimed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    piet_signed()
    Path("piet-smit-planning-2027.md").unlink()
    shutil.rmtree(exports_file().parent)
    capfd.readouterr()
    assert main(["verify", MINUTES]) == 1
    told = capfd.readouterr().out
    words = catalogue("en")
    assert words("signature.fault.uncertain", signature=f"{MINUTES}.sig") in told
    assert words("signature.blame.notebook", file=MINUTES) not in told
