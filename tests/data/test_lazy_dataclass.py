"""A lazily compiled dataclass behaves as the one of the library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from afspraak.data import lazy_dataclass

from ..checkout import IMPORT_ROOT

Decorate = Callable[..., Callable[[type], type]]


def _classes(dataclass: Decorate, field: Any) -> tuple[type, type, type]:
    """Classes with all that the program uses: defaults, factories, inheritance, keywords."""

    @dataclass(frozen=True, slots=True)
    class Row:
        """A row."""

        id: str
        count: int = field(default=3, metadata={"spec": "number"})
        row: int = field(default=-1, compare=False)
        texts: Mapping[str, str] = field(default_factory=dict)

        def shout(self) -> str:
            return self.id.upper()

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Wide(Row):
        """A row with more."""

        width: int
        note: str = field(default="", repr=False)

    @dataclass(frozen=True, slots=True)
    class Empty:
        """Nothing."""

    return Row, Wide, Empty


LAZY: tuple[Any, ...] = _classes(lazy_dataclass.dataclass, lazy_dataclass.field)
LIBRARY: tuple[Any, ...] = _classes(dataclasses.dataclass, dataclasses.field)
CREATIONS: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = [
    (0, ("a",), {}),
    (0, ("a", 4, 5, {"x": "y"}), {}),
    (0, (), {"id": "b", "row": 9}),
    (1, ("a", 2), {"width": 3}),
    (1, (), {"id": "a", "width": 3, "note": "n", "count": 5}),
    (2, (), {}),
]
WRONG: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = [
    (0, (), {}),
    (0, ("a", 1, 2, {}, 5), {}),
    (0, ("a",), {"other": 1}),
    (1, ("a", 1, 2, {}, 5), {}),
    (1, ("a",), {}),
    (2, (1,), {}),
]


def _text(value: object) -> str:
    return repr(value)


@pytest.mark.parametrize(("which", "args", "options"), CREATIONS)
def test_an_instance_is_as_the_library_makes_it(
    which: int, args: tuple[Any, ...], options: dict[str, Any]
) -> None:
    lazy, library = LAZY[which](*args, **options), LIBRARY[which](*args, **options)
    assert _text(lazy) == _text(library)
    assert dataclasses.asdict(lazy) == dataclasses.asdict(library)
    assert type(lazy).__match_args__ == type(library).__match_args__
    assert dataclasses.replace(lazy) == lazy_dataclass.replace(lazy) == lazy
    assert copy.copy(lazy) == copy.deepcopy(lazy) == lazy
    assert not hasattr(lazy, "__dict__")
    assert lazy != library
    assert lazy != tuple(dataclasses.asdict(lazy).values())


@pytest.mark.parametrize(("which", "args", "options"), WRONG)
def test_what_the_library_refuses_is_refused_with_the_same_words(
    which: int, args: tuple[Any, ...], options: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as lazy:
        LAZY[which](*args, **options)
    with pytest.raises(TypeError) as library:
        LIBRARY[which](*args, **options)
    assert str(lazy.value) == str(library.value)


def test_fields_are_those_of_the_library() -> None:
    for lazy, library in zip(LAZY, LIBRARY, strict=True):
        table = dataclasses.fields(lazy)
        assert list(map(repr, table)) == list(map(repr, dataclasses.fields(library)))


def test_columns_are_the_fields_of_the_library() -> None:
    for lazy, library in zip(LAZY, LIBRARY, strict=True):
        for (name, column), found in zip(
            lazy_dataclass.columns(lazy).items(), dataclasses.fields(library), strict=True
        ):
            missing = column.default is lazy_dataclass.MISSING
            assert (name, column.metadata) == (found.name, found.metadata)
            assert missing is (found.default is dataclasses.MISSING)
            assert missing or column.default == found.default


def test_a_replaced_value_is_the_only_change() -> None:
    row = LAZY[1]("a", 2, width=3, note="n")
    assert lazy_dataclass.replace(row, width=4) == LAZY[1]("a", 2, width=4, note="n")
    with pytest.raises(TypeError, match="other"):
        lazy_dataclass.replace(row, other=4)


def test_a_field_of_the_library_is_refused() -> None:
    with pytest.raises(TypeError, match="`field` of `dataclasses`"):
        _classes(lazy_dataclass.dataclass, dataclasses.field)


def test_equal_instances_compare_and_hash_alike() -> None:
    row = LAZY[0]
    assert row("a", texts=()) == row("a", 3, 8, ())
    assert hash(row("a", texts=())) == hash(row("a", 3, 8, ()))
    assert row("a") != row("b")
    assert len({LAZY[2](), LAZY[2]()}) == 1


def test_the_fields_of_an_instance_cannot_be_set_or_deleted() -> None:
    row = LAZY[0]("a")
    with pytest.raises(FrozenInstanceError, match="field 'id'"):
        row.id = "b"
    with pytest.raises(FrozenInstanceError, match="field 'id'"):
        del row.id
    assert row.shout() == "A"


def test_the_instances_of_the_program_can_be_pickled() -> None:
    from afspraak.data.model.edits import Change

    change = Change("header", values={"title": "Planning"})
    assert pickle.loads(pickle.dumps(change)) == change


def test_a_subclass_that_the_library_makes_has_all_fields() -> None:
    More: Any = dataclasses.make_dataclass(  # noqa: N806 - a class
        "More", [("last", str, "")], bases=(LAZY[0],), frozen=True, slots=True
    )
    names = [each.name for each in dataclasses.fields(More)]
    assert names == ["id", "count", "row", "texts", "last"]
    assert repr(More("a", last="z")).endswith("last='z')")


def test_a_class_without_slots_is_the_work_of_the_library() -> None:
    @lazy_dataclass.dataclass(slots=True)
    class Changing:
        """It changes."""

        count: int = 0

    changing = Changing()
    changing.count = 2
    assert changing == Changing(2)
    assert "count" in inspect.signature(Changing).parameters


def test_nothing_is_compiled_before_an_instance_is_created() -> None:
    code = """
import builtins
compiled = []
def counted(source, *rest, plain=builtins.exec):
    if isinstance(source, str):
        compiled.append(source)
    return plain(source, *rest)
import afspraak.data.lazy_dataclass, collections, typing
builtins.exec = counted
from afspraak.data.model.changes import Changes
before = len(compiled)
Changes()
print(before, len(compiled))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "1"]
