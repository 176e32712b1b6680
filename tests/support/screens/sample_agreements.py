"""Agreements of every kind and state."""

from __future__ import annotations

from datetime import date

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement, Progress


def told(number: int, text: str, percent: int | None) -> Progress:
    return Progress(
        RowId(f"p{number}"),
        RowId(""),
        f"2026-11-2{number}T10:00:00+00:00",
        MANAGER,
        text,
        percent,
    )


ALL = (
    Agreement(RowId("run"), "result", "Runbook", "Anna de Vries", "It is read", date(2027, 3, 31),
              "Time", "Jan Bakker", order="B", evaluate_on=date(2027, 1, 15),
              progress=(told(1, "Begun", 10), told(2, "", 40))),
    Agreement(RowId("late"), "result", "Course", "Anna de Vries", "A diploma", date(2026, 11, 30),
              order="C", evaluate_on=date(2026, 12, 1)),
    Agreement(RowId("lunch"), "other", "Lunch together", "Jan Bakker", order="D", status="done"),
    Agreement(RowId("old"), "development", "Dropped plan", "", "", date(2027, 5, 1), order="E",
              status="dropped"),
    Agreement(RowId("words"), "development", "", "Anna de Vries", "", date(2027, 2, 1), "",
              "Jan Bakker", order="F", progress=(told(3, "Going", None),), status="done"),
)  # fmt: skip
