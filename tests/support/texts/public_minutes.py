"""Minutes as organisations publish them, made up at random: councils, boards, teams, projects.

`public_minutes(form, number)` is the same text each time. The words are ordinary Dutch and English
ones; none of the texts is of anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_NOUNS = (
    "begroting dak fietspad loket rooster vergunning bibliotheek zwembad plein notulen "
    "stukken planning werkgroep bewoners subsidie raad kwartaal budget roadmap release "
    "backlog incident runbook vendor contract minutes quorum motion treasurer chair secretary "
    "grant newsletter café coördinatie één reünie façade €1.250 50% R&D C# jan_bakker 10:30 "
    "week-12 vóór"
)
_VERBS = (
    "bespreekt besluit vraagt meldt stelt deelt legt neemt agrees moves seconds reports notes "
    "asks proposes postpones approves checks"
)
_PEOPLE = "Marijke Sanne Joost Anouk Pim Farida Tom Alice Bob O'Brien Zoë de_Vries Dr. mw. dhr."
_HEADS = (
    "Opening Mededelingen Actielijst Rondvraag Sluiting Ingekomen Financiën Aanwezig Afwezig "
    "Vaststelling Attendance Agenda Decisions Actions Apologies AOB Finance Next"
)

_INLINE = (
    "**{}**", "*{}*", "`{}`", "~~{}~~", "[{}](https://example.org/a_b)", "<https://example.org/{}>",
    "![{}](scan.png)", "{}[^1]", "\\*{}\\*", "&euro;{}", "{} & {}", "\"{}\"",
    "“{}”", "{}…", "$x_{}$",
    "<b>{}</b>", "||{}||", "#{}", "@{}", "{}:smile:",
)  # fmt: skip


class _Writer:
    """Makes sentences, and numbers one word of each so that it can be told from the others."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._number = 0

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def word(self) -> str:
        return self.random.choice(_NOUNS.split())

    def words(self, most: int = 9) -> str:
        words = [self.word() for _ in range(self.random.randint(1, most))]
        if self.random.random() < 0.4:
            at = self.random.randrange(len(words))
            words[at] = self.random.choice(_INLINE).replace("{}", words[at])
        self._number += 1
        return " ".join([*words, f"nr{self._number}"])

    def sentence(self) -> str:
        verb, end = self.random.choice(_VERBS.split()), self.one(".", ";", "?")
        return f"{self.person()} {verb} {self.words()}{end}"

    def person(self) -> str:
        return self.random.choice(_PEOPLE.split())

    def head(self) -> str:
        return f"{self.random.choice(_HEADS.split())} {self.words(2)}"

    def times(self, least: int, most: int) -> range:
        return range(self.random.randint(least, most))

    def date(self) -> str:
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        return f"{self.random.randint(1990, 2040)}-{month:02}-{day:02}"


def _council(w: _Writer) -> list[str]:
    lines = [f"# Notulen {w.words(3)}", "", f"Datum: {w.date()}  ", f"Aanwezig: {w.person()}", ""]
    for number in w.times(2, 6):
        lines += [w.one(f"## {number}. {w.head()}", f"{w.head()}\n---", f"### {w.head()} ###"), ""]
        for _ in w.times(1, 4):
            lines += [w.one(w.sentence(), f"> {w.sentence()}", f"{w.sentence()}\\\n{w.sentence()}",
                            f"{number}) {w.sentence()}", f"**Besluit:** {w.sentence()}",
                            f"    {w.sentence()}", "* * *",
                            f"[^1]: {w.sentence()}"), ""]  # fmt: skip
    return lines


def _table(w: _Writer) -> list[str]:
    lines = [f"# {w.head()}", ""]
    for _ in w.times(1, 3):
        columns = w.random.randint(1, 5)
        lines += ["| " + " | ".join(w.words(2).replace("|", "\\|") for _ in range(columns)) + " |"]
        lines += ["|" + "|".join(w.one("---", ":--", "--:", ":-:") for _ in range(columns)) + "|"]
        for _ in w.times(0, 6):
            width = max(1, columns + w.random.choice((-1, 0, 0, 0, 1)))
            lines += ["| " + " | ".join(w.words(3) for _ in range(width)) + w.one(" |", "")]
        lines += ["", w.sentence(), ""]
    return lines


def _tasks(w: _Writer) -> list[str]:
    lines = [w.one(f"# {w.head()}", w.sentence(), ""), ""]
    for _ in w.times(1, 4):
        lines += [f"## {w.head()}", ""]
        depth = 0
        for _ in w.times(2, 9):
            depth = max(0, min(4, depth + w.random.choice((-2, -1, 0, 1, 1))))
            mark = w.one("-", "-", "*", "+", "1.")
            box = w.one("[ ] ", "[x] ", "[X] ", "", "[-] ", "[]")
            lines += [f"{'    ' * depth}{mark} {box}{w.sentence()}"]
            if w.random.random() < 0.2:
                lines += [f"{'    ' * (depth + 1)}{w.sentence()}"]
        lines += ["", w.sentence(), ""]
    return lines


def _front_matter(w: _Writer) -> list[str]:
    value = w.one("{}", '"{}"', "'{}'", ">\n  {}", "|-\n  {}")
    title = w.words(4).replace('"', "").replace("'", "").replace("\\", "").replace(": ", " ")
    entries = [
        f"title: {value.replace('{}', title)}",
        f"date: {w.one('', chr(34))}{w.date()}",
        f"tags: [{w.word()}, {w.word()}]",
        f"attendees:\n  - {w.person()}\n  - {w.person()}",
        f"location: {w.words(2)}",
        "draft: false",
        f"# {w.words(3)}",
        f"summary: >-\n  {w.words()}\n\n  {w.words()}",
        "project: {name: x, id: 7}",
    ]
    entries[1] += '"' if '"' in entries[1] else w.one("", "T10:30:00Z", " 14:00", "T09:00:00+01:00")
    chosen = w.random.sample(entries, w.random.randint(1, len(entries)))
    if chosen[0].startswith("#"):
        chosen.append(chosen.pop(0))
        chosen.insert(0, "layout: minutes")
    body = w.random.choice((_council, _table, _tasks))(w)
    return ["---", *chosen, w.one("---", "..."), w.one("", "\n"), *body]


def _code(w: _Writer) -> list[str]:
    lines = [f"# Incident {w.words(2)}", ""]
    for _ in w.times(1, 4):
        fence = w.one("```", "~~~", "````")
        lines += [f"{fence}{w.one('', 'python', 'sh {.numberLines}')}"]
        lines += [w.one(f"def {w.word()}(x):", f"    return {w.words(3)}  # {w.word()}", "",
                        f"## {w.words(2)}", f"- [ ] {w.words(2)}", "<!-- {w.word()} -->",
                        "| a | b |", "``") for _ in w.times(1, 6)]  # fmt: skip
        lines += [w.one(fence, fence, fence, ""), "", f"`` {w.word()} ` {w.word()} ``", ""]
        lines += [f"\t{w.words(2)}", "", w.sentence(), ""]
    return lines


def _html(w: _Writer) -> list[str]:
    lines = [w.one(f"<h1>{w.words(3)}</h1>", f"# {w.head()}"), ""]
    for _ in w.times(2, 7):
        lines += [
            w.one(
                f'<p class="lead">{w.sentence()}</p>',
                f"<table><tr><td>{w.words(2)}</td><td>{w.words(2)}</td></tr></table>",
                f"<details>\n<summary>{w.words(2)}</summary>\n\n{w.sentence()}\n\n</details>",
                f'<ul>\n<li>{w.words(3)}</li>\n<li><input type="checkbox"> {w.words(3)}</li></ul>',
                f"<!-- {w.sentence()} -->",
                f"<script>alert('{w.word()}')</script>",
                f'{w.words(2)} <br/> {w.words(2)} <span title="{w.word()}">{w.words(1)}</span>',
                f"<div>\n\n## {w.head()}\n\n{w.sentence()}\n</div>",
                f"<?php echo {w.word()} ?>\n<![CDATA[{w.word()}]]>",
                f"<p>{w.sentence()}",
            ),
            "",
        ]
    return lines


def _mail(w: _Writer) -> list[str]:
    body = w.random.choice((_council, _table, _tasks))(w)
    inner = [f"# {w.head()}", "", *body]
    prefix = w.one("> ", ">", "> > ", ">> ")
    quoted = [f"{prefix}{line}".rstrip() for block in inner for line in block.split("\n")]
    greeting = [w.sentence(), "", f"Op {w.date()} schreef {w.person()}:", ""]
    ending = ["", w.sentence(), "-- ", w.person()]
    return [*w.random.choice(([], greeting)), *quoted, *w.random.choice(([], ending))]


def _mixed(w: _Writer) -> list[str]:
    forms = (_council, _table, _tasks, _code, _html)
    return [line for _ in w.times(1, 3) for line in [*w.random.choice(forms)(w), ""]]


_FORMS: dict[str, Callable[[_Writer], list[str]]] = {
    "council": _council,
    "table": _table,
    "tasks": _tasks,
    "front matter": _front_matter,
    "code": _code,
    "html": _html,
    "mail": _mail,
    "mixed": _mixed,
}
FORMS = tuple(_FORMS)


def public_minutes(form: str, number: int) -> str:
    """The text of minutes of a form; each number is another text."""
    return "\n".join(_FORMS[form](_Writer(Random(f"{form} {number}")))) + "\n"
