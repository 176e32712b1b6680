"""Measured samples, by measure and program, and their medians."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, order=True)
class Measure:
    """A measure: `group` is its heading in the table, `case` describes sizes and positions."""

    group: str
    name: str
    unit: str
    case: str = ""

    @property
    def told(self) -> str:
        """The figure as text, or all figures for JSON."""
        return f"{self.name}, {self.case}" if self.case else self.name


@dataclass
class Figures:
    """All samples of one run."""

    samples: dict[Measure, dict[str, list[float]]] = field(default_factory=dict)

    def add(self, measure: Measure, subject: str, *values: float) -> None:
        """Add samples."""
        self.samples.setdefault(measure, {}).setdefault(subject, []).extend(values)

    def median(self, name: str, case: str, subject: str) -> float | None:
        """The median of a measure; None without samples."""
        for measure, rows in self.samples.items():
            if (measure.name, measure.case) == (name, case) and rows.get(subject):
                return median(rows[subject])
        return None

    def told(self, names: Iterable[str]) -> list[dict[str, object]]:
        """The figure as text, or all figures for JSON."""
        order = list(names)
        return [
            {
                "group": measure.group,
                "measure": measure.name,
                "case": measure.case,
                "unit": measure.unit,
                "subjects": {
                    name: {"median": median(rows[name]), "samples": rows[name]}
                    for name in sorted(rows, key=lambda n: order.index(n) if n in order else 99)
                },
            }
            for measure, rows in self.samples.items()
        ]
