"""A manual page as its reader takes it: headings, tags, and the section of each command."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

_FONT = re.compile(r"\\f([BIRP])")


class ManualPage:
    """The source of a page in roff. `commands` is the heading above its commands."""

    def __init__(self, path: Path, commands: str) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self._commands = commands

    @property
    def headings(self) -> list[str]:
        """The headings, from top to bottom."""
        return re.findall(r"^\.SH (.+)$", self.text, re.MULTILINE)

    def section(self, heading: str) -> str:
        """The source under a heading, which may be the last one."""
        _, _, rest = f"{self.text}\n.SH ".partition(f"\n.SH {heading}\n")
        return rest.partition("\n.SH ")[0]

    def tags(self, heading: str) -> list[tuple[str, ...]]:
        """The words in bold of each tag (.TP) under a heading: what a user types as it stands."""
        lines = self.section(heading).splitlines()
        return [_bold(lines[row + 1]) for row, line in enumerate(lines) if line == ".TP"]

    def emphasised(self, heading: str) -> set[str]:
        """The words in italics under a heading."""
        fonts = (_fonts(line) for line in self.section(heading).splitlines() if line[:1] == ".")
        return {
            word for line in fonts for font, text in line if font == "I" for word in text.split()
        }

    def examples(self, heading: str) -> list[int]:
        """The number of lines of each example under a heading."""
        found = re.findall(r"^\.EX\n(.*?)^\.EE$", self.section(heading), re.DOTALL | re.MULTILINE)
        return [example.count("\n") for example in found]

    def commands(self) -> dict[str, str]:
        """The text about each command, without macros, and under "" that before the commands."""
        before = self.text.partition(f"\n.SH {self._commands}\n")[0]
        texts = self.section(self._commands) + "\n"
        while nested := re.search(r"\.RS\n(?:(?!\.RS\n).)*?\.RE\n", texts, re.DOTALL):
            inside = nested[0].replace(".TP\n", "").replace(".RS\n", "").replace(".RE\n", "")
            texts = texts.replace(nested[0], inside)
        found = {"": _plain(before)}
        for part in texts.split(".TP\n")[1:]:
            found[_bold(part.splitlines()[0])[0]] = _plain(part)
        return found


def _plain(source: str) -> str:
    return _FONT.sub("", source).replace("\\-", "-").replace('"', "")


def _bold(line: str) -> tuple[str, ...]:
    words = " ".join(text for font, text in _fonts(line) if font == "B")
    return tuple(word for word in re.split(r"[\s|,]+", words) if word.strip(".[]"))


def _fonts(line: str) -> list[tuple[str, str]]:
    """The runs of one font (B, I, R) of a macro line such as `.BI open " REF"`."""
    macro, _, rest = line.partition(" ")
    names = macro[1:]
    if not names or set(names) - set("BIR"):
        return []
    single = len(names) == 1
    words = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|(\S+)', rest)]
    runs: list[tuple[str, str]] = []
    for number, word in enumerate([" ".join(words)] if single else words):
        font = names if single else names[number % 2]
        parts = _FONT.split(word)
        fonts = [font, *parts[1::2]]
        runs += zip(fonts, (part.replace("\\-", "-") for part in parts[::2]), strict=True)
    joined = groupby((run for run in runs if run[1]), key=lambda run: run[0])
    return [(font, "".join(text for _, text in group)) for font, group in joined]
