"""Readers of texts: minutes, sheets, settings, checklists, signatures."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from afspraak.data.approval import signature as signing
from afspraak.data.errors import AfspraakError
from afspraak.data.exchange.import_file import parse_conversation, read_import_file
from afspraak.data.exchange.import_tasks import Importer
from afspraak.data.ids import EMPLOYEE
from afspraak.data.invitation.apply_sheet import MAX_BYTES as MAX_SHEET_BYTES
from afspraak.data.invitation.apply_sheet import apply_sheet, read_sheet_file
from afspraak.data.invitation.sheet_writer import sheet_markdown
from afspraak.data.kinds.kind import initial_notes
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.settings import toml_reader
from afspraak.data.settings.settings import read_settings
from afspraak.data.settings.toml_positions import key_lines
from afspraak.data.settings.toml_reader import TomlFault, parse
from afspraak.data.templates.kind_file import read_kind_file
from afspraak.data.templates.kind_library import kind_of_files

from ...checkout import ROOT
from .. import sample
from .reader import Reader, harmless


class Minutes(Reader):
    """An imported Markdown file: our minutes, tasks, any text."""

    most = 1 << 17
    seconds = 10.0  # dense Markdown takes the parser up to 20 µs a byte

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        whole = room / "seed.json"
        sample.keep(whole, sample.shared())
        from afspraak.data.session.session import Session

        conversation = Session.open_read_only(whole).full_conversation()
        texts = (write_minutes(conversation), write_minutes(conversation, front_matter=True))
        tasks = "# Talk\n\n## Ask\n- [ ] one\n- [x] two **bold**\n  - [ ] in it\n\ntext\n"
        golden = ROOT / "tests" / "golden"
        named = sorted(
            path for part in ("minutes", "form1") for path in (golden / part).glob("*.md")
        )
        self.seeds = (
            *(text.encode() for text in (*texts, tasks)),
            *(path.read_bytes() for path in named),
        )

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        path = self.room / "in.md"
        path.write_bytes(data)
        text = read_import_file(path).text
        found = parse_conversation(text, path.name, Importer("manager", "Jan"), "en")
        with suppress(AfspraakError):
            write_minutes(found.conversation)


class Sheet(Reader):
    """A returned preparation sheet."""

    most = MAX_SHEET_BYTES

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self._whole = sample.keep(room / "seed.json", sample.shared())
        asked = sheet_markdown(sample.CONVERSATION, EMPLOYEE)
        answered = asked.replace("**Answer:**", "**Answer:** mine\n\nmore").replace("[ ]", "[x]", 1)
        quoted = "\n".join(f"> {line}" for line in answered.split("\n"))
        bare = "\n".join(line for line in answered.split("\n") if "afspraak:" not in line)
        self.seeds = tuple(
            text.encode(encoding)
            for text in (asked, answered, quoted, bare)
            for encoding in ("utf-8", "utf-16")
        )

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        path = self.emptied("nb") / "anna.json"
        path.write_bytes(self._whole)
        file = self.room / "sheet.md"
        file.write_bytes(data)
        for line in apply_sheet(path, read_sheet_file(file), force=True).lines():
            assert harmless(str(line)), "what is told is harmless"


class Settings(Reader):
    """The user's settings."""

    most = toml_reader.MAX_BYTES

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self.seeds = (
            (
                b'language = "nl"\nname = "Jan"\nnotebook = "~/nb"\ntheme = "x"\nclock = true\n'
                b'author_colours = ["red", "#00ff00"]\nmouse = false\ndriver = "cells"\n'
                b'[keys]\n"notes.agree" = "ctrl+g"\nlist.tick = "space"\n'
            ),
            b'\xef\xbb\xbfname = """\nJan\n"""\nkeys = { a = { b = "c" } }\nwhat = 1979-05-27\n',
            b"language = 7\n[[keys]]\n[a.b]\nc = 1.5e3\n",
        )

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        path = self.room / "settings.toml"
        path.write_bytes(data)
        for fault in read_settings(path).faults:
            assert harmless(str(fault)), "what is told is harmless"


class Kind(Reader):
    """The file of a kind."""

    most = toml_reader.MAX_BYTES

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        builtin = ROOT / "data" / "templates" / "builtin"
        lists = ROOT / "tests" / "golden" / "checklists"
        files = (builtin / "exit.nl.toml", lists / "review.employee.en.toml")
        self.seeds = tuple(file.read_bytes() for file in files)

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        path = self.room / "own.toml"
        path.write_bytes(data)
        for fault in read_kind_file(path).faults:
            assert harmless(str(fault.message)), "what is told is harmless"
        initial_notes(kind_of_files([path]).checklist())


class TomlLines(Reader):
    """The lines of the values in a TOML text, which faults name."""

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self.seeds = (*Settings(room).seeds, *Kind(room).seeds)

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        text = data.decode("utf-8", "replace")
        try:
            values = parse(text)
        except TomlFault:
            return
        lines = key_lines(text)
        assert all((name,) in lines for name in values), "every name has a line"


class Signature(Reader):
    """The signature of minutes, and the file of allowed signers."""

    def __init__(self, room: Path) -> None:
        super().__init__(room)
        self._signers = room / "signers"
        self.seeds = (
            (
                b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n"
                b"-----END SSH SIGNATURE-----\n\0anna ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==\n"
            ),
        )

    def read(self, data: bytes) -> None:
        """Read it as the program does, and use the result."""
        signature, _, signers = data.partition(b"\0")
        path = self.room / "minutes.md.sig"
        path.write_bytes(signature)
        self._signers.write_bytes(signers)
        verdict = signing.verify(b"text", path, self._signers)
        assert not verdict.is_valid, "nobody signed anything"
