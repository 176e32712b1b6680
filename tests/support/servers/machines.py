"""Two whole programs with separate notebooks that share over a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afspraak.data.session.session import Session

from ..terminal.fixtures import FIXED_TODAY
from ..terminal.terminal import Terminal
from .postgres import Server


class Machine:
    """A machine of a user: settings that name the database, and a notebook."""

    def __init__(self, folder: Path, login: str, server: Server) -> None:
        self.folder, self.notebook = folder, folder / "nb"
        settings = folder / "config" / "afspraak" / "settings.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'[sharing]\nurl = "{server.url(login)}"\n')
        names = ("CONFIG", "DATA", "CACHE", "STATE")
        self.environment = FIXED_TODAY | {f"XDG_{n}_HOME": str(folder / n.lower()) for n in names}

    def run(self, *words: str, columns: int = 80, rows: int = 24) -> Terminal:
        return Terminal(
            self.folder,
            "--notebook",
            str(self.notebook),
            *words,
            columns=columns,
            rows=rows,
            environment=self.environment,
        )

    @property
    def talk(self) -> Session:
        """The one conversation in the notebook on disk."""
        (path,) = (p for p in self.notebook.glob("*.json") if ".private" not in p.name)
        return Session.open_read_only(path)


@contextmanager
def both(machines: tuple[Machine, Machine]) -> Iterator[tuple[Terminal, Terminal]]:
    """Jan shares by a key, Anna joins by a command; both see each other's presence."""
    jans, annas = machines
    begin = ("new", "Anna de Vries", "--my-name", "Jan Bakker", "--date", "2026-12-03")
    with jans.run(*begin) as jan:
        jan.wait("Looking back").do("desk.share")
        jan.wait("Share this conversation").type("anna")
        jan.do("form.accept")
        jan.wait("afspraak join jan").press("enter")
        with annas.run("join", "jan") as anna:
            anna.first_look().wait("Looking back")
            for terminal, name in ((jan, "Anna: "), (anna, "Jan: ")):
                terminal.wait(name)
            yield jan, anna
