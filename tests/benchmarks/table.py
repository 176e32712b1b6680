"""The report as Markdown tables that are readable on a terminal too."""

from __future__ import annotations

from .report import Report


def table(report: Report) -> str:
    """A table for each group of measures, and one for the targets."""
    machine, versions = report["machine"], report["versions"]
    told = "; ".join(f"{name} {number}" for name, number in versions.items())
    colours = "24-bit colours" if report["truecolor"] else "256 colours"
    parts = [
        f"{report['when'][:10]}, {report['rounds']} rounds, medians, {colours}.",
        f"{machine['system']}, {machine['cores']} cores, load {machine['load']:.1f}. {told}.",
    ]
    groups = dict.fromkeys(figure["group"] for figure in report["figures"])
    for group in groups:
        figures = [figure for figure in report["figures"] if figure["group"] == group]
        names_in_order = list(dict.fromkeys(figure["measure"] for figure in figures))
        figures.sort(key=lambda figure: names_in_order.index(figure["measure"]))
        known = {name for figure in figures for name in figure["subjects"]}
        names = [name for name in report["subjects"] if name in known]
        names += sorted(known - set(names))
        lines = [["", *names]]
        for figure in figures:
            cells = [_cell(figure["subjects"].get(name), figure["unit"]) for name in names]
            lines.append([_row(figure), *cells])
        parts += [f"**{group}**", _drawn(lines)]
    if report["idle_seconds"] != 600 and any(
        "ten minutes" in f["measure"] for f in report["figures"]
    ):
        parts.append(f"CPU of ten minutes: scaled from {report['idle_seconds']:.0f} seconds.")
    lines = [["target", "at most", "reached", "", "the worst case"]]
    for target in report["targets"]:
        reached = "" if target["reached"] is None else _number(target["reached"])
        limit = _number(target["limit"])
        lines.append([target["target"], limit, reached, target["verdict"], target["case"]])
    parts += ["**Targets** (ratios and bytes of this run)", _drawn(lines)]
    parts += [f"Not measured: {name} ({why})." for name, why in report["missing"].items()]
    parts += [f"Stuck: {text.splitlines()[0]}." for text in report["stuck"]]
    return "\n\n".join(parts)


def _row(figure: Report) -> str:
    return ", ".join(filter(None, (figure["measure"], figure["case"])))


def _cell(samples: Report | None, unit: str) -> str:
    return f"{_number(samples['median'])} {unit}" if samples else ""


def _number(value: float) -> str:
    """Three digits, or a whole number with thousands separators."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def _drawn(lines: list[list[str]]) -> str:
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    rows = [lines[0], ruler, *lines[1:]]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    )
