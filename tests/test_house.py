"""Rules of the code base that no linter checks."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from .checkout import ROOT

FLOORS = ("data", "widgets", "tui", "tests")
LONGEST = 400
FILES_A_FOLDER = 16
MOST_PRIVATE_REACHES = 54
"""The number of uses of private names in tests. It may only fall: such tests hinder refactoring."""
PROCESS_STATE = {
    "data/storage/encryption/keyring.py: USUAL_KEYS": "asks nothing, so it never unlocks a key",
    "data/sync/postgres/watchdog.py: WATCHDOG": "one thread for the deadlines of all connections",
    "data/system/child_processes.py: _running": "the system gives children to the process",
    "data/system/child_processes.py: _foreground": "the terminal has one foreground group",
    "data/system/files/folder_lock.py: _locked_folders": "POSIX locks belong to the process",
    "data/system/stderr_guard.py: _redirect": "a process has one file descriptor 2",
}
"""Allowed state of modules and classes, with reasons: all other state is created in `main`."""
_MUTATORS = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem",
    "popleft", "remove", "setdefault", "update",
}  # fmt: skip
_MUTABLE_TYPES = {
    "Counter", "Event", "Lock", "RLock", "WeakKeyDictionary", "WeakSet", "WeakValueDictionary",
    "bytearray", "defaultdict", "deque", "local",
}  # fmt: skip
_PUBLIC_UNDERSCORES = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Documented names of the standard library that begin with an underscore."""


def _sources() -> list[Path]:
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]


def test_the_package_imports_itself_relatively() -> None:
    # Its folder may have any name: only relative imports hold wherever it is loaded from.
    absolute = re.compile(r"^\s*(?:from|import) afspraak\b|import_module\(\"afspraak", re.MULTILINE)
    product = [path for path in _sources() if not path.is_relative_to(ROOT / "tests")]
    found = [path for path in product if absolute.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_tests_import_the_package_by_its_name() -> None:
    # A relative import from outside `tests` fails where the folder has no name of a package.
    outside = {}
    for path in (ROOT / "tests").rglob("*.py"):
        depth = len(path.relative_to(ROOT / "tests").parts)
        imports = re.findall(r"^\s*from (\.+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if any(len(dots) > depth for dots in imports):
            outside[str(path.relative_to(ROOT))] = depth
    assert outside == {}


def test_no_test_imports_another_tests_module() -> None:
    # What two of them need is a helper; what a conftest has is a fixture.
    offenders = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "conftest.py"
        for line, module in _imports(path)
        if any(part == "conftest" or part.startswith("test_") for part in module.split("."))
    ]
    assert offenders == []


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of a file, also in functions: its line, and the module with the name if any."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or ''}.{alias.name}") for alias in node.names)


def test_no_folder_of_tests_has_too_many_files() -> None:
    folders = Counter(
        str(path.parent.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.name not in ("__init__.py", "conftest.py")
    )
    assert {folder: files for folder, files in folders.items() if files > FILES_A_FOLDER} == {}


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_no_path_is_asked_whether_it_exists_by_a_method_that_can_raise() -> None:
    """`Path.exists` raises for a name that is too long; `data/system/paths.py` has its like."""
    raising = re.compile(r"\.(exists|is_dir|is_file|is_mount)\(\)")
    allowed = {
        "data/system/files/private_folder.py",
        "data/sync/postgres/remote.py",
    }  # handled; a query
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources()
        if path.relative_to(ROOT).parts[0] != "tests" and str(path.relative_to(ROOT)) not in allowed
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if raising.search(line)
    ]
    assert found == []


def test_the_user_and_their_keys_are_passed_as_arguments() -> None:
    # A default is for tests: without the argument, product code would forget the settings.
    product = [path for path in _sources() if not path.is_relative_to(ROOT / "tests")]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in product}
    optional = {
        (path.stem, name): argument
        for path, tree in trees.items()
        for name, argument in _optional_arguments(tree, ("user", "keyring"))
    }
    assert len(optional) > 40
    forgotten = []
    for path, tree in trees.items():
        origins = _origins(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.args[0] if ast.unparse(call.func) == "partial" else call.func
            name = ast.unparse(called)
            origin = origins.get(name.partition(".")[0], path.stem)
            argument = optional.get((origin, name))
            if argument and argument not in {keyword.arg for keyword in call.keywords}:
                forgotten.append(f"{path.relative_to(ROOT)}:{call.lineno}: {name}({argument}=…)")
    assert forgotten == []


def _optional_arguments(module: ast.Module, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Functions, `Class.method`s and classes with an optional argument of one of these names."""
    owners: list[ast.Module | ast.ClassDef] = [module]
    owners += (node for node in module.body if isinstance(node, ast.ClassDef))
    for owner in owners:
        prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
        for function in owner.body:
            if isinstance(function, ast.FunctionDef):
                arguments = function.args
                for argument, default in zip(
                    arguments.kwonlyargs, arguments.kw_defaults, strict=True
                ):
                    if argument.arg in names and isinstance(default, ast.Name):
                        yield f"{prefix}{function.name}".removesuffix(".__init__"), argument.arg


def _origins(module: ast.Module) -> dict[str, str]:
    """The modules that names were imported from, without their packages."""
    return {
        alias.asname or alias.name: (node.module or "").rpartition(".")[2]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_no_module_has_state() -> None:
    product = [path for path in _sources() if not path.is_relative_to(ROOT / "tests")]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in product}
    mutable = _MUTABLE_TYPES | {
        node.name
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not _is_value_type(node)
    }
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in trees.items()
        for name in _module_state(tree, mutable)
    }
    assert found == set(PROCESS_STATE)


def test_every_form_of_module_state_is_detected() -> None:
    code = """
_CONSTANT, _seen, total, _LOG = {"a": 1}, set(), 0, []
_lock = Lock()
STORE: Store = Store()
ALIAS = Iterator[str]
class Settings:
    language = "en"
    LEVELS = {1: "one"}
    def __init__(self): self.language = "nl"
def choose(word):
    global total
    total = 1
    Settings.language = word
    _seen.add(word)
    _LOG[0:] = [word]
    own = {}
    own.update(_CONSTANT)
"""
    found = sorted(_module_state(ast.parse(code), {"Lock", "Store"}))
    assert found == ["STORE", "Settings.language", "_LOG", "_lock", "_seen", "total"]


def _is_value_type(node: ast.ClassDef) -> bool:
    """Whether objects of a class cannot change: a named tuple, enum, text or frozen dataclass."""
    bases = {ast.unparse(base) for base in node.bases}
    decorators = " ".join(map(ast.unparse, node.decorator_list))
    return (
        bool(bases & {"NamedTuple", "Enum", "IntEnum", "Flag", "str"})
        or "frozen=True" in decorators
    )


def _module_state(module: ast.Module, mutable: Collection[str]) -> Iterator[str]:
    """Names of a module or its classes that are changed, or made of one of the mutable types."""
    names = {name for name, _ in _assigned(module.body)}
    classes = {node.name for node in module.body if isinstance(node, ast.ClassDef)}
    for name, value in _assigned(module.body):
        if isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in mutable:
            yield name
    for node in ast.walk(module):
        match node:
            case ast.Global(names=changed):
                yield from changed
            case ast.Attribute(ast.Name(id=owner), attr, ast.Store()) if owner in classes:
                yield f"{owner}.{attr}"
            case ast.Subscript(ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in names:
                yield name
            case ast.Call(ast.Attribute(ast.Name(id=name), attr)) if attr in _MUTATORS:
                if name in names:
                    yield name


def _assigned(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    for node in body:
        match node:
            case ast.Assign(targets=targets, value=value):
                for name in (part for target in targets for part in ast.walk(target)):
                    if isinstance(name, ast.Name):
                        yield name.id, value
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                yield name, value


def test_tests_use_few_private_names() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in (ROOT / "tests").rglob("*.py")
        for line, name in _private_reaches(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(found) <= MOST_PRIVATE_REACHES, "\n".join(sorted(found))


def test_every_form_of_private_access_is_detected() -> None:
    code = """
from afspraak.data.text.graphemes import _segments, width
session._private.close()
self._own = cls._own = super()._own()
row._replace(text="").__dict__
monkeypatch.setattr(index, "_now", 1)
monkeypatch.setattr("afspraak.data.notebook.index._now", 1)
"""
    names = [name for _, name in sorted(_private_reaches(ast.parse(code)))]
    assert names == ["_segments", "_private", "_now", "_now"]


def _private_reaches(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Uses of others' private names as (line from 1, name): read, set by name, imported."""
    for node in ast.walk(module):
        for name in _named(node):
            if re.match(r"_[A-Za-z]", name) and name not in _PUBLIC_UNDERSCORES:
                yield getattr(node, "lineno", 0), name


def _named(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return []
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return []
        case ast.Attribute(attr=name):
            return [name]
        case ast.Call(func=ast.Attribute(attr="setattr") | ast.Name(id="setattr" | "getattr")):
            told = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            return [text.rpartition(".")[2] for text in told if isinstance(text, str)]
        case ast.ImportFrom():
            return [alias.name for alias in node.names]
    return []
