"""The manual page: where it is installed, and its text for a terminal.

It reads the macros of man(7) that our pages use, so that it needs no other program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ...data.text.lazy_pattern import lazy_pattern

_STEP = 4
"""The cells by which text stands further in than its heading or tag."""
_CHARACTERS = {"-": "-", "&": "", "e": "\\", " ": " ", "(lq": "“", "(rq": "”", "(:e": "ë"}
_ESCAPE = lazy_pattern(r"\\(f.|\(..|.)")
_ARGUMENT = lazy_pattern(r'"([^"]*)"|(\S+)')
_FONTS = "BIR"
_SGR = {"B": "\x1b[1m", "I": "\x1b[4m"}

Letters = list[tuple[str, str]]
"""Characters, each with its font: B, I or R."""


class Line(NamedTuple):
    """A line of the page as it is shown, and how far in it stands."""

    indent: int
    letters: Letters

    def render(self, *, styled: bool) -> str:
        """Return the line as text; with `styled` bold and underlined."""
        text, font = " " * self.indent, "R"
        for letter, wanted in self.letters:
            if styled and wanted != font:
                text += ("\x1b[0m" if font != "R" else "") + _SGR.get(wanted, "")
            text, font = text + letter, wanted
        return text + ("\x1b[0m" if styled and font != "R" else "")


def find_page(language: str) -> Path | None:
    """Return the file of the page in a language: of a checkout or an installed package."""
    folder = "man1" if language == "en" else f"{language}/man1"
    name = "afspraak.1" if language == "en" else f"afspraak.{language}.1"
    installed = Path("share") / "man" / folder / "afspraak.1"
    for path in (
        Path(__file__).with_name(name),
        *_of_distribution(installed.as_posix()),
        Path(sys.prefix) / installed,
        Path(__file__).parents[3] / installed,  # beside the package: pip install --target
    ):
        with suppress(OSError):
            if path.stat():
                return path
    return None


def _of_distribution(installed: str) -> Iterator[Path]:
    from importlib.metadata import PackageNotFoundError, files

    with suppress(PackageNotFoundError):
        for file in files("afspraak") or ():
            if file.as_posix().endswith(installed):
                yield Path(str(file.locate()))


def command_source(source: str, heading: str, command: str) -> str:
    """Return the part of a page about a command; "" if there is none.

    `heading` is the heading above the commands.
    """
    section = f"{source}\n.SH ".partition(f"\n.SH {heading}\n")[2].partition("\n.SH ")[0]
    entries: list[list[str]] = []
    depth = 0
    for line in section.splitlines():
        depth += line.startswith(".RS") - line.startswith(".RE")
        if line == ".TP" and depth == 0:
            entries.append([])
        if entries:
            entries[-1].append(line)
    for entry in entries:
        tag = "".join(letter for letter, _ in _macro(entry[1]))
        if tag.split()[:1] == [command]:
            return "\n".join(entry)
    return ""


def shown_lines(source: str, width: int) -> Iterator[Line]:
    """Yield the lines of a page, or of a part of one, filled to `width` cells."""
    yield from _Page(width).lines(source.splitlines())


class _Page:
    def __init__(self, width: int) -> None:
        self._width = width
        self._indents = [0]
        """How far in the tags stand, at each depth of .RS."""
        self._body = 0
        """How far in the present paragraph stands."""
        self._paragraph: Letters = []

    def lines(self, source: Sequence[str]) -> Iterator[Line]:
        """Yield the lines of this source."""
        rest = iter(source)
        for line in rest:
            name, _, text = line.partition(" ")
            if line.startswith(("'\\\"", '.\\"')) or name in (".TH", ".nr", ".nh", ".ad"):
                continue
            if name == ".SH":
                yield from self._flush()
                yield Line(0, [])
                yield Line(0, [(letter, "B") for letter in text])
                self._indents, self._body = [_STEP], _STEP
            elif name == ".PP":
                yield from self._break()
                self._body = self._indents[-1]
            elif name == ".TP":
                yield from self._break()
                yield Line(self._indents[-1], _macro(next(rest, "")))
                self._body = self._indents[-1] + _STEP
            elif name == ".RS":
                yield from self._flush()
                self._indents.append(self._indents[-1] + _STEP)
            elif name == ".RE":
                yield from self._flush()
                self._indents.pop()
                self._body = self._indents[-1]
            elif name == ".EX":
                yield from self._flush()
                for example in rest:
                    if example == ".EE":
                        break
                    yield Line(self._body, _text(example))
            else:
                self._paragraph += [*([(" ", "R")] if self._paragraph else []), *_macro(line)]
        yield from self._flush()

    def _break(self) -> Iterator[Line]:
        yield from self._flush()
        yield Line(0, [])

    def _flush(self) -> Iterator[Line]:
        """Yield the present paragraph, filled."""
        line: Letters = []
        for word in _words(self._paragraph):
            if line and self._body + len(line) + 1 + len(word) > self._width:
                yield Line(self._body, line)
                line = []
            line = [*line, (" ", "R"), *word] if line else word
        if line:
            yield Line(self._body, line)
        self._paragraph = []


def _words(letters: Iterable[tuple[str, str]]) -> Iterator[Letters]:
    word: Letters = []
    for letter in (*letters, (" ", "R")):
        if letter[0] != " ":
            word.append(letter)
        elif word:
            yield word
            word = []


def _macro(line: str) -> Letters:
    """Return the text of a line: of a macro for fonts, or plain text."""
    name, _, rest = line.partition(" ")
    fonts = name[1:]
    if not line.startswith(".") or not fonts or set(fonts) - set(_FONTS):
        return _text(line)
    arguments = [quoted or word for quoted, word in _ARGUMENT.findall(rest)]
    if len(fonts) == 1:
        return _text(" ".join(arguments), fonts)
    return [
        letter
        for number, argument in enumerate(arguments)
        for letter in _text(argument, fonts[number % 2])
    ]


def _text(text: str, font: str = "R") -> Letters:
    """Return a text with its escapes replaced."""
    letters: Letters = []
    at = 0
    before = usual = font
    for escape in _ESCAPE.finditer(text):
        letters += [(letter, font) for letter in text[at : escape.start()]]
        at, code = escape.end(), escape[1]
        if code[0] == "f":
            font, before = (before if code[1] == "P" else code[1]), font
        else:
            letters += [(letter, font) for letter in _CHARACTERS.get(code, "")]
    return [*letters, *((letter, font or usual) for letter in text[at:])]
