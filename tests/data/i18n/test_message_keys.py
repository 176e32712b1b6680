"""The catalogues: equal keys in both languages, each in its file, and each used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from string import Formatter

import pytest

from afspraak.data.i18n import catalogue as speech
from afspraak.data.i18n.catalogue import LANGUAGES, catalogue, messages
from afspraak.data.model.fields import SPECS
from afspraak.tui.keys.table import ACTIVE_CONTEXTS, KEYS

from ...checkout import ROOT

LOCALE = next(path for path in (ROOT / "data").rglob("locale") if path.is_dir())
PREFIXES = sorted(path.stem for path in (LOCALE / "en").glob("[!_]*.py"))
ERRORS = re.compile(r"\w+(Error|Failure|Fault|File)|Refused")
LOOK_UP = ("tr", "Message")
FUNCTIONS = (*LOOK_UP, "plural", "catalogue")
"""The functions, beside the error classes, whose first argument is a message key."""


@cache
def _all(language: str) -> dict[str, str]:
    return {key: text for prefix in PREFIXES for key, text in messages(language, prefix).items()}


def _blanks(message: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(message) if name)


@cache
def _nodes() -> tuple[ast.AST, ...]:
    """Every node of every source file except the catalogues."""
    paths = [path for floor in ("data", "widgets", "tui") for path in (ROOT / floor).rglob("*.py")]
    sources = [path.read_text(encoding="utf-8") for path in paths if LOCALE not in path.parents]
    return tuple(node for source in sources for node in ast.walk(ast.parse(source)))


def _keys(node: ast.expr) -> Iterator[str]:
    """The keys that an argument can be, as regular expressions: a group matches any text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(next(_keys(part), "(.+)") for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)


def _asked() -> Iterator[str]:
    """The message keys that the code uses, as regular expressions."""
    for node in _nodes():
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if (name := _name(node.func)) == "plural":
            for key in _keys(node.args[0]):
                yield from (rf"{key}\.one", rf"{key}\.other")
        elif name in LOOK_UP or (isinstance(node.func, ast.Call) and _name(node.func.func)):
            yield from _keys(node.args[0])
        elif _makes_error(node.func):
            yield from (key for key in _keys(node.args[0]) if r"\." in key)


def _name(node: ast.expr) -> str:
    """The name of a called function, if it is one of ours."""
    return node.id if isinstance(node, ast.Name) and node.id in FUNCTIONS else ""


def _makes_error(function: ast.expr) -> bool:
    """Whether a call creates an error, or is the call of the base class in an error class."""
    if isinstance(function, ast.Attribute):
        return function.attr == "__init__"
    return isinstance(function, ast.Name) and bool(ERRORS.fullmatch(function.id))


def _matching(patterns: set[str], keys: Iterable[str]) -> dict[str, list[re.Match[str]]]:
    """Each pattern, and the keys that match it."""
    compiled = {pattern: re.compile(pattern) for pattern in patterns}
    matches = {name: map(one.fullmatch, keys) for name, one in compiled.items()}
    return {name: [match for match in found if match] for name, found in matches.items()}


@pytest.mark.parametrize(("language", "marks"), [("en", "‘"), ("nl", "“”")])
def test_a_language_has_one_kind_of_quotation_marks(language: str, marks: str) -> None:
    told = {key: text for prefix in PREFIXES for key, text in messages(language, prefix).items()}
    assert [key for key, text in told.items() if set(marks) & set(text)] == []


def test_both_languages_have_the_same_modules() -> None:
    dutch = sorted(path.stem for path in (LOCALE / "nl").glob("[!_]*.py"))
    assert dutch == PREFIXES


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_module_holds_only_its_prefix_and_languages_match(prefix: str) -> None:
    english, dutch = (messages(language, prefix) for language in ("en", "nl"))
    assert english
    assert {key.partition(".")[0] for key in english} == {prefix}
    assert list(english) == list(dutch)
    assert {key: _blanks(text) for key, text in english.items()} == {
        key: _blanks(text) for key, text in dutch.items()
    }


def test_a_language_package_itself_has_no_messages() -> None:
    package = speech.__name__.rpartition(".")[0]
    for language in LANGUAGES:
        assert not hasattr(import_module(f"{package}.locale.{language}"), "MESSAGES")


def test_every_message_used_by_the_code_exists() -> None:
    asked = set(_asked())
    assert len(asked) > 500
    assert [key for key, found in _matching(asked, _all("en")).items() if not found] == []


def test_every_message_is_used() -> None:
    """A key is in the code as a whole or in parts; each part is a text or a name in the code."""
    texts = {node.value for node in _nodes() if isinstance(node, ast.Constant)}
    names = {node.id for node in _nodes() if isinstance(node, ast.Name)}
    names |= {node.arg for node in _nodes() if isinstance(node, ast.arg | ast.keyword) and node.arg}
    known = texts | names | {str(month) for month in range(1, 13)}
    known |= {part for key in KEYS for part in key.id.split(".")}
    formatted = {key for node in _nodes() if isinstance(node, ast.JoinedStr) for key in _keys(node)}
    beginnings = tuple(rf"{prefix}\." for prefix in PREFIXES)
    parts = {key for key in formatted if key.startswith((*beginnings, r"(.+)\."))} | set(_asked())
    asked = {key for key in _all("en") if key in texts}
    for pattern, found in _matching(parts, _all("en")).items():
        for match in found:
            blanks = list(match.groups())
            if pattern.startswith("("):  # what comes first has to be the beginning of a key
                first = blanks.pop(0)
                if "." not in first or first not in texts:
                    continue
            if known.issuperset(part for blank in blanks for part in blank.split(".")):
                asked.add(match[0])
    assert [key for key in _all("en") if key not in asked] == []


def _told_by_fields() -> Iterator[str]:
    """The keys of help and of a missing value that fields of forms show, as expressions."""
    for (table, name), spec in SPECS.items():
        if spec.form:
            yield rf"form\.{table}\.{name}\.help"
        if spec.form and spec.required:
            yield rf"form\.{table}\.{name}\.required"
    for node in _nodes():
        if not isinstance(node, ast.Call) or ast.unparse(node.func) != "labelled" or not node.args:
            continue
        given = {word.arg: word.value for word in node.keywords}
        kinds = [given.get("kind"), *node.args[1:2]]
        if not any(isinstance(kind, ast.Constant) and kind.value == "listed" for kind in kinds):
            yield from (rf"{key}\.help" for key in _keys(node.args[0]))
        if "required" in given:
            yield from (rf"{key}\.required" for key in _keys(node.args[0]))


def test_every_help_and_every_missing_value_is_of_a_field_that_shows_it() -> None:
    texts = {node.value for node in _nodes() if isinstance(node, ast.Constant)}
    known = _all("en")
    ends = (".help", ".required")
    named = [key for key in known if key.endswith(ends) and key.rpartition(".")[0] in known]
    told = re.compile("|".join(_told_by_fields()))
    assert len(named) > 50
    assert [key for key in named if key not in texts and not told.fullmatch(key)] == []


def test_every_key_and_context_has_a_message() -> None:
    for key in KEYS:
        assert f"key.{key.id}" in catalogue("nl")
        assert not key.hint or f"hint.{key.id}" in catalogue("nl")
    for place in ACTIVE_CONTEXTS:
        assert f"place.{place}" in catalogue("nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_contains_control_characters(language: str) -> None:
    for key, message in _all(language).items():
        assert all(letter.isprintable() or letter == "\n" for letter in message), key
