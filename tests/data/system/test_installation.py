"""The command that adds the libraries of an extra, for each way to install afspraak."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import sysconfig
import tomllib
from importlib import metadata, util
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, messages
from afspraak.data.system import installation
from afspraak.data.system.installation import EXTRAS, Installer, install_command, installer
from afspraak.data.system.paths import shell_words

from ...checkout import ROOT

WANTED = {"lock": ["cryptography[ssh]>=42", "pyrage<2,>=1.4"], "postgres": ["psycopg>=3.2"]}
WORDS = {extra: [shlex.quote(word) for word in words] for extra, words in WANTED.items()}


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which afspraak is installed from a wheel, with pip."""
    stated = [f"{line}; extra == '{extra}'" for extra, lines in WANTED.items() for line in lines]
    stated += ["textual>=8", "cryptography>=42; extra == 'test'"]
    monkeypatch.setattr(metadata, "requires", lambda name: stated)
    monkeypatch.setattr(util, "find_spec", lambda name: object())
    monkeypatch.setattr(installation, "package_folder", lambda: tmp_path / "lib" / "afspraak")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    (tmp_path / "venv").mkdir()
    return tmp_path / "venv"


def _command(extra: str = "lock") -> str:
    command = install_command(extra)
    assert "afspraak[" not in command
    assert not re.search(r"pip install\b.* afspraak( |$)", command)
    return command


def test_the_extras_are_those_of_the_package() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for extra, names in EXTRAS.items():
        lines = stated["optional-dependencies"][extra]
        assert tuple(re.split(r"[\[><=]", line)[0] for line in lines) == names


def test_pipx_injects_the_libraries(prefix: Path) -> None:
    (prefix / "pipx_metadata.json").write_text(json.dumps({"environment": "afspraak-next"}))
    assert installer() is Installer.PIPX
    assert _command() == f"pipx inject afspraak-next {' '.join(WORDS['lock'])}"
    (prefix / "pipx_metadata.json").write_text("{")
    assert _command("postgres") == "pipx inject venv 'psycopg>=3.2'"


@pytest.mark.parametrize(
    ("stored", "source"),
    [
        ('directory = "/src/afspraak"', "/src/afspraak"),
        ('editable = "/src/a b"', "'/src/a b'"),
        ('path = "/dist/afspraak.whl"', "/dist/afspraak.whl"),
        ('url = "https://x.example/a.whl"', "https://x.example/a.whl"),
        ('git = "https://x.example/a.git?rev=main"', "'git+https://x.example/a.git?rev=main'"),
    ],
)
def test_uv_installs_the_tool_again_from_where_it_came(
    prefix: Path, stored: str, source: str
) -> None:
    other = '{ name = "psycopg", extras = ["binary"], specifier = ">=3" }'
    (prefix / "uv-receipt.toml").write_text(
        f'[tool]\nrequirements = [{{ name = "afspraak", {stored} }}, {other}]\n'
    )
    assert installer() is Installer.UV_TOOL
    words = shlex.split(_command())
    added = ["psycopg[binary]>=3", *WANTED["lock"]]
    assert words[:3] == ["uv", "tool", "install"]
    assert words[3:-1] == [f"--with={word}" for word in added], "those of before would go"
    assert _command().endswith(f" {source}")


def test_uv_gets_the_libraries_of_all_extras_that_are_told_of_together(prefix: Path) -> None:
    (prefix / "uv-receipt.toml").write_text(
        '[tool]\nrequirements = [{ name = "afspraak", directory = "/src/afspraak" }]\n'
    )
    told = [install_command(extra, EXTRAS) for extra in EXTRAS]
    for command in told:  # whichever is run last, nothing of the others goes
        assert {f"--with={word}" for words in WANTED.values() for word in words} <= set(
            shlex.split(command)
        )
    (prefix / "uv-receipt.toml").unlink()
    assert "psycopg" not in install_command("lock", EXTRAS)


def test_uv_without_a_receipt_that_can_be_read_adds_to_the_environment(prefix: Path) -> None:
    (prefix / "uv-receipt.toml").write_text("[tool]\n")
    assert _command("postgres") == (f"uv pip install --python {prefix}/bin/python 'psycopg>=3.2'")


def test_a_virtual_environment_gets_the_libraries_by_its_own_python(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installer() is Installer.VENV
    assert _command() == f"{prefix}/bin/python -m pip install {' '.join(WORDS['lock'])}"
    monkeypatch.setattr(util, "find_spec", lambda name: None)  # as uv makes them
    assert _command().startswith(f"uv pip install --python {prefix}/bin/python ")


def test_a_checkout_is_installed_from_its_own_folder(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = prefix.parent / "my checkout"
    root.mkdir()
    (root / "pyproject.toml").write_text("")
    monkeypatch.setattr(installation, "package_folder", lambda: root)
    assert installer() is Installer.CHECKOUT
    assert install_command("lock") == (f"{prefix}/bin/python -m pip install -e '{root}[lock]'")
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    assert install_command("lock") == (
        f"cd '{root}' && python3 -m venv .venv && .venv/bin/python -m pip install -e '.[lock]'"
    )


def test_the_python_of_the_system_says_when_it_belongs_to_a_distribution(
    prefix: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    assert installer() is Installer.SYSTEM
    assert _command("postgres") == "/usr/bin/python3 -m pip install 'psycopg>=3.2'"
    (tmp_path / "EXTERNALLY-MANAGED").write_text("")
    assert "--break-system-packages" in _command("postgres")


def test_without_metadata_the_libraries_have_no_versions(
    prefix: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def requires(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", requires)
    assert _command().endswith("pip install cryptography pyrage")


def test_a_shell_reads_the_words_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna b")
    words = ["/home/anna b/x y[lock]", "/home/other", "~/x", "a'b", "/home/anna b/bin/python"]
    line = shell_words(words)
    assert line.endswith(" ~/bin/python")
    script = f"printf '%s\\n' {line}"
    told = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_names_a_package_to_download(language: str) -> None:
    """The command is a value of the message: `install_command` makes it."""
    assert "{command}" in messages(language, "lock")["lock.not_installed"]
    assert "{command}" in messages(language, "sharing")["sharing.database.not_installed"]
    locale = ROOT / "data/i18n/locale" / language
    assert [path.name for path in locale.glob("*.py") if "pip install" in path.read_text()] == []


def test_no_document_has_users_download_a_package_of_this_name() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "tui/cli").glob("*.1")]
    wrong = re.compile(r"(?:pip|pipx|uv tool) install[^\n`]*['\" ]afspraak\b")
    assert [page.name for page in pages if wrong.search(page.read_text())] == []
