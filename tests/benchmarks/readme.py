"""Write the table of a run into the README, so that no figure in it is typed by hand."""

from __future__ import annotations

from pathlib import Path

BEGIN, END = "<!-- the table: begin -->", "<!-- the table: end -->"


def rewrite(path: Path, table: str) -> None:
    """Replace the text between the two marks. Raises ValueError if they are missing."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{path}: no place for the table")
    path.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")
