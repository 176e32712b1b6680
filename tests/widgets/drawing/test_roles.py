"""The role table: every meaning has a look, and nothing else names a colour."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style

from afspraak.widgets.drawing.palette import styles
from afspraak.widgets.drawing.roles import CARETS, LOOKS, Palette, Role

from ...checkout import ROOT

ATTRIBUTES = {"bold", "dim", "italic", "underline", "reverse", "strike"}
COLOURS = {"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
BRIGHT = {f"bright-{colour}" for colour in COLOURS}


def test_every_role_has_a_look() -> None:
    assert set(LOOKS) == set(Role)


@pytest.mark.parametrize("palette", Palette)
@pytest.mark.parametrize("role", Role)
def test_a_look_is_attributes_and_at_most_one_of_sixteen_colours(
    role: Role, palette: Palette
) -> None:
    words = LOOKS[role].on(palette).split()
    assert set(words) <= ATTRIBUTES | COLOURS | BRIGHT
    assert len(words) == len(set(words))
    colours = set(words) & (COLOURS | BRIGHT)
    assert len(colours) <= (0 if palette is Palette.MONO else 1)
    style = styles(palette)[role]
    assert style.bgcolor is None, "a background is painted by reverse alone"


@pytest.mark.parametrize(
    ("palette", "unreadable"),
    [
        (Palette.DARK, {"blue", "magenta", "red", "black", "bright-black"}),
        (Palette.LIGHT, {"yellow", "cyan", "white", "bright-black"} | BRIGHT),
    ],
)
def test_no_colour_is_used_on_a_background_on_which_it_cannot_be_read(
    palette: Palette, unreadable: set[str]
) -> None:
    for role, look in LOOKS.items():
        assert not set(look.on(palette).split()) & unreadable, role
        words = set(look.on(palette).split())
        if palette is Palette.LIGHT:
            assert not {"bold", "green"} <= words, f"{role}: bold may make green a bright one"


def test_without_colours_what_warns_differs_from_what_is_usual() -> None:
    for role in (Role.ALARM, Role.LATE, Role.LATE_DATE, Role.FAULT, Role.OTHER, Role.OTHER_NAME):
        assert LOOKS[role].mono, role
    assert LOOKS[Role.OTHER_NAME].mono != LOOKS[Role.AUTHOR].mono
    assert LOOKS[Role.SELECTION].mono == LOOKS[Role.TITLE_FOCUSED].mono == "reverse"


def test_the_users_colours_of_others_replace_those_of_the_table() -> None:
    chosen = styles(Palette.DARK, ("green", "#ff8800"))
    assert chosen[Role.OTHER] == Style.parse("green")
    assert chosen[Role.OTHER_NAME] == Style.parse("bold green")
    for role, colour in zip(CARETS, ("green", "#ff8800", "green"), strict=True):
        assert chosen[role] == Style.parse(f"reverse underline {colour}")
    unchanged = set(Role) - {*CARETS, Role.OTHER, Role.OTHER_NAME, Role.OTHER_WRITES}
    usual = styles(Palette.DARK)
    assert all(chosen[role] == usual[role] for role in unchanged)
    assert styles(Palette.MONO, ("green",)) == styles(Palette.MONO)


def test_styles_are_made_once() -> None:
    assert styles(Palette.LIGHT) is styles(Palette.LIGHT)


TABLE = {Path("widgets/drawing/roles.py"), Path("widgets/drawing/palette.py")}
"""The files that may name a colour."""
RULES = {
    Path("tui/app/afspraak.tcss"): {"$foreground"},
    Path("widgets/forms/field.py"): {"$foreground"},
    Path("tui/forms/dialog/modal.py"): {"$surface", "$foreground"},
    Path("tui/forms/locked.py"): {"$surface", "$foreground"},
    Path("tui/screens/previous_minutes.py"): {"$background"},
}
"""The style rules with colours of the theme: those of Textual's inputs, and the frames of forms."""
_COLOUR = re.compile(
    rf"\b(?:ansi_)?(?:bright[-_])?(?:{'|'.join(sorted(COLOURS - {'black', 'white'}))})\b"
    r"|#[0-9a-fA-F]{6}\b"
)


def texts(path: Path) -> Iterator[str]:
    """The texts in a module that are no descriptions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in described:
            yield str(node.value)


def written() -> Iterator[tuple[Path, str]]:
    """Each file of the screen, and each text in it; a style sheet is one text."""
    for room in ("widgets", "tui"):
        for path in (ROOT / room).rglob("*.py"):
            yield from ((path.relative_to(ROOT), text) for text in texts(path))
        for path in (ROOT / room).rglob("*.tcss"):
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_nothing_on_the_screen_names_a_colour_outside_the_role_table() -> None:
    found = {
        f"{path}: {text!r}"
        for path, text in written()
        if path not in TABLE and _COLOUR.search(text)
    }
    assert found == set()


def test_style_rules_use_no_colour_of_the_theme_but_those_of_inputs_and_frames() -> None:
    used: dict[Path, set[str]] = {}
    for path, text in written():
        rules = re.findall(r"(?:color|background|border[a-z-]*|tint): [^;]*", text)
        for variable in re.findall(r"\$[a-z][a-z-]*", " ".join(rules)):
            used.setdefault(path, set()).add(variable)
    assert {path: names - RULES.get(path, set()) for path, names in used.items()} == {
        path: set() for path in used
    }
