"""The places that mutation operators change and leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .mutations import compiles, mutations
from .running import first_failure
from .selection import Calls, Choice, capped, choose, existing

SOURCE = '''"""A docstring."""

from typing import Final

LIMIT: Final["int"] = 3


class Box:
    """Another."""

    def __repr__(self) -> str:
        return "box"

    def put(self, amount: "int" = 0) -> bool:
        """Put it in."""
        if amount < LIMIT and not self.full:
            self.amount = amount
            say("é", loud=True)
            return True
        return self.amount == 0
'''


def test_each_mutation_operator_finds_exactly_its_places() -> None:
    found = {(each.line, each.function, each.what) for each in mutations(SOURCE)}
    assert found == {
        (5, "", "3 -> 4"),
        (14, "", "0 -> 1"),
        (16, "Box.put", "not (amount < LIMIT and (not self.full))"),
        (16, "Box.put", "amount < LIMIT and not self.full -> (amount < LIMIT or not self.full)"),
        (16, "Box.put", "amount < LIMIT -> (amount <= LIMIT)"),
        (16, "Box.put", "not self.full -> (self.full)"),
        (17, "Box.put", "dropped self.amount = amount"),
        (18, "Box.put", "dropped say('é', loud=True)"),
        (18, "Box.put", "say(… without loud=True)"),
        (18, "Box.put", '"é" -> ""'),
        (18, "Box.put", "True -> False"),
        (19, "Box.put", "return True -> return None"),
        (19, "Box.put", "True -> False"),
        (20, "Box.put", "return self.amount == 0 -> return None"),
        (20, "Box.put", "self.amount == 0 -> (self.amount != 0)"),
        (20, "Box.put", "0 -> 1"),
    }


def test_every_mutation_compiles_and_changes_one_place() -> None:
    for each in mutations(SOURCE):
        mutated = each.apply(SOURCE)
        assert compiles(mutated), each
        lines = zip(SOURCE.splitlines(), mutated.splitlines(), strict=True)
        assert [before for before, after in lines if before != after] == [
            SOURCE.splitlines()[each.line - 1]
        ]


def test_calling_tests_run_first_and_near_ones_before_far_ones(
    tmp_path: Path,
) -> None:
    for name, text in {
        "tui/box.py": "",
        "tests/test_box.py": "from afspraak.tui.box import Box",
        "tests/test_other.py": "",
        "tests/test_process.py": "import subprocess",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    calls: Calls = {
        "tests/test_other.py::far": (1.0, ["tui/box.py:Box.put"]),
        "tests/test_process.py::starts": (1.0, []),
        "tests/test_box.py::near": (5.0, ["tui/box.py:Box.put.<locals>.inner"]),
        "tests/test_box.py::else": (1.0, ["tui/box.py:Box.putting"]),
        "tests/test_other.py::nothing": (1.0, ["tui/lid.py:Lid.put"]),
    }
    chosen = [each.test for each in choose(tmp_path, calls, "tui/box.py", "Box.put")]
    assert chosen[:2] == ["tests/test_box.py::near", "tests/test_other.py::far"]
    assert set(chosen[2:]) == {"tests/test_process.py::starts", "tests/test_box.py::else"}


def test_a_test_that_is_gone_is_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "test_box.py").write_text("async def test_put() -> None: ...\n")
    calls: Calls = {
        "test_box.py::test_put": (1.0, []),
        "test_box.py::test_pu": (1.0, []),
        "test_lid.py::test_put": (1.0, []),
    }
    assert list(existing(tmp_path, calls)) == ["test_box.py::test_put"]


@pytest.mark.parametrize(("seconds", "count"), [(0.5, 1), (2, 2), (2.5, 2), (9, 3)])
def test_runs_as_many_tests_as_fit_the_time(seconds: float, count: int) -> None:
    choices = [Choice(name, 1.0) for name in "abc"]
    first, rest = capped(choices, seconds)
    assert first == ["a", "b", "c"][:count]
    assert first + rest == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("line", "test"),
    [
        ("FAILED test_box.py::test_full - AssertionError: no [box]", "test_box.py::test_full"),
        ("FAILED test_box.py::test_full", "test_box.py::test_full"),
        ("FAILED test_box.py::test_put[Anna Jans-9] - no", "test_box.py::test_put[Anna Jans-9]"),
        ("FAILED test_box.py::test_put[a - b]", "test_box.py::test_put[a - b]"),
        ("ERROR test_box.py - ImportError: gone", "test_box.py"),
    ],
)
def test_the_name_of_a_failing_test_may_contain_blanks(line: str, test: str) -> None:
    assert first_failure(f"1 failed in 0.1s\n{line}\n") == test
    assert first_failure("3 passed in 0.1s\n") == ""
