"""Signing with real keys: the signer is shown, and one changed byte is detected."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path
from shutil import which

import pytest

from afspraak.data.session.session import Session
from afspraak.tui.cli.main import main

from ...support.signing import MINUTES, begin_at_home, make_key

needs_ssh_keygen = pytest.mark.skipif(which("ssh-keygen") is None, reason="ssh-keygen is missing")


@pytest.fixture(autouse=True)
def _conversation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    begin_at_home(monkeypatch, tmp_path)
    capfd.readouterr()


@needs_ssh_keygen
def test_minutes_are_signed_and_verified(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # The default key and the default signers, and somebody else among them.
    jan = make_key(tmp_path / ".ssh" / "id_ed25519", "jan@example.org")
    anna = make_key(tmp_path / "anna's key", "anna@example.org")
    (tmp_path / ".ssh" / "allowed_signers").write_text(anna + jan, encoding="utf-8")
    assert main(["sign", "anna"]) == 0
    assert f"{MINUTES}.sig" in capfd.readouterr().out
    for name in (MINUTES, f"{MINUTES}.sig"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert main(["verify", MINUTES]) == 0
    told = capfd.readouterr().out
    assert "holds" in told
    assert "jan@example.org" in told
    assert "SHA256:" in told
    assert main(["verify", MINUTES, "--identity", "jan@example.org"]) == 0
    assert main(["verify", MINUTES, "--identity", "anna@example.org"]) == 1
    assert "not by anna@example.org" in capfd.readouterr().out
    # ssh-keygen alone says the same, with nothing of ours.
    words = ["ssh-keygen", "-Y", "verify", "-f", ".ssh/allowed_signers", "-I", "jan@example.org"]
    words += ["-n", "afspraak", "-s", f"{MINUTES}.sig"]
    with (tmp_path / MINUTES).open("rb") as text:
        assert subprocess.run(words, stdin=text, check=False).returncode == 0
    capfd.readouterr()
    # Signing again replaces both; the other one's key, by its name.
    assert main(["sign", "anna", "--key", "anna's key"]) == 0
    assert main(["verify", MINUTES]) == 0
    assert "anna@example.org" in capfd.readouterr().out


@needs_ssh_keygen
def test_a_changed_byte_and_an_unknown_key_are_detected(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    jan = make_key(tmp_path / "jan", "jan@example.org")
    eve = make_key(tmp_path / "eve", "eve@example.org")
    Path("signers").write_text(jan, encoding="utf-8")
    Path("others").write_text(eve, encoding="utf-8")
    assert main(["sign", "anna", "--key", "jan"]) == 0
    assert main(["verify", MINUTES, "--signers", "others"]) == 1
    assert "not in others" in capfd.readouterr().out
    whole = Path(MINUTES).read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        Path(MINUTES).write_bytes(changed)
        assert main(["verify", MINUTES, "--signers", "signers"]) == 1
        assert "does not hold" in capfd.readouterr().out
    Path(MINUTES).write_bytes(whole)
    assert main(["verify", MINUTES, "--signers", "signers", "--lang", "nl"]) == 0
    assert "De handtekening klopt" in capfd.readouterr().out
    # A signature made for something else does not count.
    words = ["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", "jan"]
    done = subprocess.run(words, input=whole, stdout=subprocess.PIPE, check=True)
    Path(f"{MINUTES}.sig").write_bytes(done.stdout)
    assert main(["verify", MINUTES, "--signers", "signers"]) == 1


@needs_ssh_keygen
def test_signing_errors_are_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sign", "anna"]) == 2
    assert "ssh-keygen -t ed25519" in capfd.readouterr().err
    assert main(["sign", "anna", "--key", "none"]) == 3
    Path("no key").write_text("nonsense", encoding="utf-8")
    assert main(["sign", "anna", "--key", "no key"]) == 3
    assert not Path(MINUTES).exists()
    assert not Path(f"{MINUTES}.sig").exists()
    Path("signers").write_text(make_key(tmp_path / "jan", "jan"), encoding="utf-8")
    assert main(["sign", "anna", "--key", "jan"]) == 0
    os.mkfifo("fifo")
    for words in ([MINUTES], [MINUTES, "--signers", "fifo"], ["none.md"], ["signers"]):
        capfd.readouterr()
        assert main(["verify", *words]) == 3, words
        assert "could not be read" in capfd.readouterr().err


def test_a_missing_ssh_keygen_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("jan", "m.md", "m.md.sig", "signers"):
        Path(name).write_text("x", encoding="utf-8")
    assert main(["sign", "anna", "--key", "jan"]) == 3
    assert "ssh-keygen is not on this machine" in capfd.readouterr().err
    assert main(["verify", "m.md", "--signers", "signers"]) == 3
    assert not Path(MINUTES).exists()


def test_approving_on_the_command_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("remark").write_text("Too much\nfor one year\n", encoding="utf-8")
    assert main(["approve", "anna"]) == 0
    words = ["approve", "anna", "--as", "employee", "--stance", "disagreed", "--remark", "remark"]
    assert main(words) == 0
    told = capfd.readouterr().out
    assert "Still missing: no agreement yet" in told
    assert "Anna de Vries: not agreed" in told
    assert main(["list", "--json"]) == 0
    row = json.loads(capfd.readouterr().out)[0]
    assert (row["approved"], row["approval_void"]) == (["manager"], [])
    session = Session.open_read_only(Path(row["path"]))
    assert [one.remark for one in session.conversation.approvals] == [
        "Too much\nfor one year",
        "",
    ]
    assert main(["check", "--json"]) == 0
    standing = json.loads(capfd.readouterr().out)[0]["standing"]
    assert len(standing) == 2
    assert standing[0].startswith("Jan Bakker: agreed (")


def test_approving_again_keeps_the_remark_and_says_what_is_replaced(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def approve(*words: str) -> tuple[str, str]:
        capfd.readouterr()
        assert main(["approve", "anna", "--as", "employee", *words]) == 0
        told = capfd.readouterr().out
        assert main(["list", "--json"]) == 0
        path = Path(json.loads(capfd.readouterr().out)[0]["path"])
        (entered,) = Session.open_read_only(path).conversation.approvals
        return entered.remark, told

    Path("remark").write_text("Too much\n", encoding="utf-8")
    Path("other").write_text("Just right\n", encoding="utf-8")
    Path("empty").write_text("", encoding="utf-8")
    remark, told = approve("--stance", "disagreed", "--remark", "remark")
    assert remark == "Too much" and "Replaced" not in told and "earlier remark" not in told
    remark, told = approve("--stance", "disagreed")
    assert remark == "Too much" and "Replaced" not in told
    remark, told = approve("--stance", "seen")
    assert remark == "Too much"
    assert "Replaced: Anna de Vries: not agreed" in told
    assert "The earlier remark of Anna de Vries stays" in told
    remark, told = approve("--stance", "seen", "--remark", "other")
    assert remark == "Just right" and "Replaced:" not in told
    assert "The earlier remark of Anna de Vries is replaced." in told
    remark, told = approve("--remark", "empty")
    assert remark == "" and "The earlier remark of Anna de Vries is replaced." in told
