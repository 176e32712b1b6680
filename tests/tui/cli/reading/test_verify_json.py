"""`verify --json`: the result of verifying signed minutes, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from afspraak.tui.cli.main import main

from ....support.signing import MINUTES, begin_at_home, make_key

pytestmark = pytest.mark.skipif(which("ssh-keygen") is None, reason="ssh-keygen is missing")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _signed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: Capture) -> None:
    """Minutes and their signature in the working directory."""
    begin_at_home(monkeypatch, tmp_path)
    line = make_key(tmp_path / ".ssh" / "id_ed25519", "jan@example.org")
    (tmp_path / ".ssh" / "allowed_signers").write_text(line, encoding="utf-8")
    assert main(["sign", "anna"]) == 0
    capfd.readouterr()


def _verified(capfd: Capture, *words: str, status: int) -> dict[str, Any]:
    assert main(["verify", MINUTES, "--json", *words]) == status
    told = capfd.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert isinstance(found, dict)
    return found


def test_a_signature_that_holds(capfd: Capture) -> None:
    found = _verified(capfd, status=0)
    assert found["key"].startswith("SHA256:")
    assert found | {"key": ""} == {
        "file": MINUTES, "valid": True, "intact": True, "signer": "jan@example.org", "key": "",
        "transport": "nothing", "lines_around": 0, "blame": "", "fault": "", "detail": "",
        "difference": None,
    }  # fmt: skip


def test_what_changed_on_the_way_is_named(capfd: Capture) -> None:
    path = Path(MINUTES)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = _verified(capfd, status=0)
    assert (found["valid"], found["transport"]) == (True, "line_ends")


def test_a_signer_who_is_not_accepted(capfd: Capture) -> None:
    found = _verified(capfd, "--identity", "anna@example.org", status=1)
    assert (found["valid"], found["intact"], found["signer"]) == (False, True, "")


def test_a_changed_text_has_its_first_difference(capfd: Capture) -> None:
    path = Path(MINUTES)
    lines = path.read_text("utf-8").splitlines()
    lines[0] += " and more"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = _verified(capfd, status=1)
    assert (found["valid"], found["intact"], found["blame"]) == (False, False, "file")
    assert found["difference"]["number"] == 1
    assert found["difference"]["in_file"].endswith("and more")
    assert not found["difference"]["in_notebook"].endswith("and more")
