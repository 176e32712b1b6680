"""Mutation operators: every small change that can be made to a module, as an edit of its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_SKIPPED_FUNCTIONS = ("__repr__", "__rich_repr__")
_SKIPPED_NAMES = ("TypeVar", "NewType", "ParamSpec", "cast", "overload", "NamedTuple", "Protocol")


class Mutation(NamedTuple):
    """One change: the bytes from `start` to `end` of the UTF-8 text become `text`."""

    line: int
    """From 1."""
    start: int
    """In bytes."""
    end: int
    """In bytes."""
    text: str
    what: str
    """The change in words, on one line."""
    function: str
    """Qualified name of the innermost function around it; empty at module or class level."""

    def apply(self, source: str) -> str:
        """Return `source` with the change made."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def mutations(source: str) -> list[Mutation]:
    """Return all mutations of the text of a module, in the order of the text."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return sorted(set(finder.found))


def compiles(source: str) -> bool:
    """Tell whether a mutated module can be compiled; not every one of `mutations` can."""
    try:
        compile(source, "mutated", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


class _Finder(ast.NodeVisitor):
    """Collects mutations; leaves out docstrings, annotations, imports and representations."""

    def __init__(self, source: str) -> None:
        self.found: list[Mutation] = []
        self._data = source.encode()
        self._starts = [0]
        for line in self._data.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._scopes: list[str] = []
        self._function = ""

    def _add(self, node: ast.expr | ast.stmt | ast.keyword, text: str, what: str = "") -> None:
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        before = self._data[start:end].decode()
        what = what or f"{_short(before)} -> {_short(text)}"
        self.found.append(Mutation(node.lineno, start, end, text, what, self._function))

    def _source(self, node: ast.expr) -> str:
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return self._data[start:end].decode()

    # Where not to look.

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Look at decorators, defaults and statements, in the scope of the function."""
        if node.name in _SKIPPED_FUNCTIONS:
            return
        for decorator in node.decorator_list:
            self.visit(decorator)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        function, scopes = self._function, self._scopes
        self._scopes = [*scopes, node.name]
        self._function = ".".join(self._scopes)
        self._scopes = [*self._scopes, "<locals>"]
        self._body(node.body)
        self._function, self._scopes = function, scopes

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Look at it as at any function."""
        self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Look at the body of a class, in its scope."""
        for decorator in node.decorator_list:
            self.visit(decorator)
        for keyword in node.keywords:
            self.visit(keyword.value)
        self._scopes.append(node.name)
        self._body(node.body)
        self._scopes.pop()

    def visit_Module(self, node: ast.Module) -> None:
        """Look at the statements of a module."""
        self._body(node.body)

    def _body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Look at the value alone."""
        if node.value is not None:
            self._drop(node)
            self.visit(node.value)

    def visit_Import(self, node: ast.Import) -> None:
        """Look at no import."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Look at no import."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Look at a text with values as a whole: its parts have no places of their own in 3.11."""
        self._add(node, '""')

    # Statements.

    def _drop(self, node: ast.stmt) -> None:
        if self._function:
            self._add(node, "pass", f"dropped {_short(ast.unparse(node))}")

    def visit_Expr(self, node: ast.Expr) -> None:
        """Drop a call; what is a text by itself is a docstring."""
        if isinstance(node.value, ast.Constant):
            return
        if not isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            self._drop(node)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Drop an assignment to an attribute or item; others would only raise NameError."""
        names = [each.id for each in node.targets if isinstance(each, ast.Name)]
        if "__all__" in names or "__slots__" in names:
            return
        if not names:
            self._drop(node)
        self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Drop it, or reverse its operator."""
        self._drop(node)
        if (other := _ARITHMETIC.get(type(node.op))) is not None:
            turned = ast.AugAssign(node.target, other(), node.value)
            self._add(node, ast.unparse(turned))
        self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Drop it."""
        self._drop(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        """Drop it."""
        self._drop(node)

    def visit_Break(self, node: ast.Break) -> None:
        """Drop it."""
        self._drop(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        """Drop it."""
        self._drop(node)

    def visit_Return(self, node: ast.Return) -> None:
        """Return None, or continue if nothing is returned."""
        if node.value is None:
            self._drop(node)
        elif not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._add(node, "return None")
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        """Negate the condition."""
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        """Negate the condition."""
        if not isinstance(node.test, ast.Constant):
            self._negate(node.test)
        self.generic_visit(node)

    # Expressions.

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, (ast.Compare, ast.UnaryOp)) or (
            isinstance(test, ast.Compare) and len(test.ops) > 1
        ):
            self._add(test, f"(not ({self._source(test)}))", f"not ({_short(ast.unparse(test))})")

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Negate the condition."""
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Negate each condition."""
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Reverse each comparison, or move its bound by one."""
        for index, operator in enumerate(node.ops):
            other = _COMPARISONS[type(operator)]()
            ops = [*node.ops[:index], other, *node.ops[index + 1 :]]
            turned = ast.Compare(node.left, ops, node.comparators)
            self._add(node, f"({ast.unparse(turned)})")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Swap "and" and "or"."""
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._add(node, f"({ast.unparse(ast.BoolOp(other, node.values))})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Drop the operator."""
        if isinstance(node.op, (ast.Not, ast.USub)):
            self._add(node, f"({self._source(node.operand)})")
        self.visit(node.operand)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Reverse the operator."""
        if (other := _ARITHMETIC.get(type(node.op))) is not None:
            self._add(node, f"({ast.unparse(ast.BinOp(node.left, other(), node.right))})")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Drop each named argument, and change a length by one."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _SKIPPED_NAMES:
            return
        for index, keyword in enumerate(node.keywords):
            if keyword.arg is not None:
                rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
                what = f"{_short(ast.unparse(node.func))}(… without {ast.unparse(keyword)})"
                self._add(node, ast.unparse(ast.Call(node.func, node.args, rest)), _short(what))
        if name == "len":
            self._add(node, f"({self._source(node)} - 1)")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Change a number by one, a text to empty or another, and a boolean to its opposite."""
        value = node.value
        if isinstance(value, bool):
            self._add(node, str(not value))
        elif isinstance(value, int):
            self._add(node, str(value + 1))
        elif isinstance(value, float):
            self._add(node, str(value * 2 + 1))
        elif isinstance(value, (str, bytes)):
            self._add(node, ("b" if isinstance(value, bytes) else "") + ('""' if value else '"X"'))


def _short(text: str, most: int = 70) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def by_line(found: list[Mutation]) -> Iterator[list[Mutation]]:
    """Yield the mutations of each line together."""
    lines: dict[int, list[Mutation]] = {}
    for each in found:
        lines.setdefault(each.line, []).append(each)
    yield from lines.values()
