"""`dataclass(frozen=True, slots=True)` at a tenth of its cost for a start.

The library writes and compiles six functions for each class when its module is imported, and with
`inspect` it imports the compiler's tools. For some sixty such classes that is a quarter of the time
until the first picture. Here `__init__` is compiled when the first instance is created, the other
functions are shared, and the library makes its own table of fields when its `fields`, `replace` or
`asdict` asks for it. Type checkers see the library's decorator, and it makes every class that is
not frozen with slots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["MISSING", "Column", "columns", "dataclass", "field", "replace"]

_PARAMS = "__dataclass_params__"
_FIELDS = "__dataclass_fields__"
_FACTORY = object()
"""The default of a parameter whose value a factory makes."""
MISSING = object()
"""The default of a column that has none."""


class Column:
    """A column of such a class; the arguments are those of the library's `field`."""

    __slots__ = ("compare", "default", "default_factory", "kw_only", "metadata", "repr")

    def __init__(
        self,
        *,
        default: Any = MISSING,
        default_factory: Any = MISSING,
        metadata: Mapping[Any, Any] | None = None,
        compare: bool = True,
        repr: bool = True,  # noqa: A002 - as in the library
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.metadata = metadata or {}
        self.compare, self.repr = compare, repr
        self.kw_only = False
        """Whether its class takes it only by its name."""

    @property
    def is_plain(self) -> bool:
        """Whether the library needs nothing but its name and its annotation."""
        no_default = self.default is MISSING and self.default_factory is MISSING
        return no_default and not self.metadata and self.compare and self.repr

    def library_field(self) -> Any:
        """Return it as a field of the library."""
        import dataclasses

        defaults = {"default": self.default, "default_factory": self.default_factory}
        return dataclasses.field(
            **{name: value for name, value in defaults.items() if value is not MISSING},
            metadata=self.metadata,
            compare=self.compare,
            repr=self.repr,
        )


def columns(cls: Any) -> Mapping[str, Column]:
    """Return the columns of such a class, by name, in the order of their declaration."""
    found: Mapping[str, Column] = cls._columns
    return found


def _replace(row: Any, /, **changes: Any) -> Any:
    """Return a copy of an instance of such a class with other values, as the library's does."""
    for name in columns(type(row)):
        changes.setdefault(name, getattr(row, name))
    return type(row)(**changes)


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False
) -> Callable[[type], type]:
    """Return a decorator as `dataclasses.dataclass` does."""
    if not (frozen and slots):
        import dataclasses

        return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)
    return lambda cls: _with_slots(cls, kw_only)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, Column, _replace


def _with_slots(cls: type, kw_only: bool) -> type:
    """Return the class with slots, for the fields that are annotated in it."""
    body = dict(cls.__dict__)
    kinds: dict[str, Any] = body.get("__annotations__", {})
    own = {name: _column(body.pop(name, MISSING)) for name in kinds}
    known: dict[str, Column] = {}
    for base in reversed(cls.__mro__[1:]):
        known.update(base.__dict__.get("_columns", {}))
    for column in own.values():
        column.kw_only = kw_only
    known.update(own)
    compared = [name for name, each in known.items() if each.compare]
    inherited = {name for base in cls.__mro__ for name in getattr(base, "__slots__", ())}
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    body |= {
        "__slots__": tuple(name for name in kinds if name not in inherited),
        "__match_args__": tuple(name for name, each in known.items() if not each.kw_only),
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _get_state,
        "__setstate__": _set_state,
        "_columns": known,
        "_compared": staticmethod(attrgetter(*compared) if compared else _nothing),
        _PARAMS: _LibraryParams(),
    }
    for name, shared in (("__repr__", _repr), ("__eq__", _eq), ("__hash__", _hash)):
        if body.get(name) is None:
            body[name] = shared
    made: Any = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    setattr(made, _FIELDS, _LibraryFields(made, kinds, own, kw_only))
    if "__init__" not in body:
        made.__init__ = _compile_later(made, known)
    return made  # type: ignore[no-any-return]


def _column(default: Any) -> Column:
    if isinstance(default, Column):
        return default
    if hasattr(default, "default_factory"):
        raise TypeError("`field` of `dataclasses` where that of this module is needed")
    return Column(default=default)


class _LibraryParams:
    """The library's parameters of a frozen dataclass, made when they are asked for."""

    def __get__(self, instance: object, owner: type) -> Any:
        return _params(frozen=True)


def _params(*, frozen: bool) -> Any:
    import dataclasses

    return getattr(dataclasses.dataclass(frozen=frozen)(type("", (), {})), _PARAMS)


class _LibraryFields:
    """The library's table of the fields of a class, made when it is asked for."""

    def __init__(
        self, cls: Any, kinds: dict[str, Any], own: dict[str, Column], kw_only: bool
    ) -> None:
        self._cls, self._kinds, self._own, self._kw_only = cls, kinds, own, kw_only

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        import dataclasses

        body = {"__annotations__": self._kinds, "__module__": self._cls.__module__}
        body["__doc__"] = ""  # else the library writes one, from a signature
        body |= {n: each.library_field() for n, each in self._own.items() if not each.is_plain}
        bases = tuple(_bare_class(base) for base in self._cls.__bases__)
        bare = type(self._cls.__name__, bases, body)
        made: Any = dataclasses.dataclass(
            init=False, repr=False, eq=False, frozen=False, kw_only=self._kw_only
        )(bare)
        table: dict[str, Any] = getattr(made, _FIELDS)
        setattr(self._cls, _FIELDS, table)
        return table


def _bare_class(base: type) -> type:
    """Return a class that has the fields of another one and nothing else."""
    if _FIELDS not in base.__dict__:
        return object
    return type("", (), {_FIELDS: getattr(base, _FIELDS), _PARAMS: _params(frozen=False)})


def _compile_later(cls: Any, known: Mapping[str, Column]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **options: Any) -> None:  # noqa: N807
        cls.__init__ = _compiled(cls, known)
        cls.__init__(self, *args, **options)

    return __init__


def _compiled(cls: Any, known: Mapping[str, Column]) -> Callable[..., None]:
    """Return the `__init__` of a class, as the library would write it."""
    scope: dict[str, Any] = {"_factory": _FACTORY}
    parameters: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for name, each in known.items():
        scope[f"_set_{name}"] = getattr(cls, name).__set__
        value = parameter = name
        if each.default is not MISSING:
            scope[f"_default_{name}"] = each.default
            parameter = f"{name}=_default_{name}"
        elif each.default_factory is not MISSING:
            scope[f"_make_{name}"] = each.default_factory
            parameter = f"{name}=_factory"
            value = f"_make_{name}() if {name} is _factory else {name}"
        (keywords if each.kw_only else parameters).append(parameter)
        lines.append(f" _set_{name}(self, {value})")
    signature = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
    exec(f"def __init__({signature}):\n" + "\n".join(lines or [" pass"]), scope)  # noqa: S102
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _nothing(_: object) -> tuple[()]:
    return ()


def _repr(self: Any) -> str:
    shown = ", ".join(
        f"{name}={getattr(self, name)!r}" for name, each in self._columns.items() if each.repr
    )
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _refuse_setting(_: object, name: str, _value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self._columns]


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self._columns, state, strict=True):
        object.__setattr__(self, name, value)
