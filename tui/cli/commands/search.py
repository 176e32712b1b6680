"""`search`: find words in all conversations."""

from __future__ import annotations

import sys

from ....data.notebook.full_text_search import Hit
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.language import tr
from ..parser import SubParsers, add_command, json_option
from .output import may_style, report_faults, write_json, write_text
from .request import Request
from .via import fetch_option, fetch_shared


def add(subparsers: SubParsers) -> None:
    """Add the parser of `search`."""
    search = add_command(subparsers, "search", run)
    search.add_argument("words", nargs="+", metavar=tr("cli.words"), help=tr("cli.search.words"))
    fetch_option(search)
    json_option(search)


def run(request: Request) -> int:
    """Print each line that has all the words, with its conversation and location.

    Exit status 1 if there is none, 3 if a conversation is damaged or a share was not fetched.
    """
    options = request.options
    fetched_all = fetch_shared(request)
    hits, faults = request.notebook.index.search(" ".join(options.words))
    if options.json:
        write_json([hit._asdict() | {"where": hit.location_label()} for hit in hits])
    elif hits:
        _print_hits(hits)
    elif sys.stdout.isatty():
        write_text(tr("search.nothing"))
    if report_faults(faults) or not fetched_all:
        return 3
    return 0 if hits else 1


def _print_hits(hits: list[Hit]) -> None:
    begin, end = ("\x1b[1m", "\x1b[0m") if may_style() else ("»", "«")
    slugs = [clean_line(hit.slug) for hit in hits]
    locations = [clean_line(tr(hit.location_label())) for hit in hits]
    slug_width, location_width = max(map(len, slugs)), max(map(len, locations))
    for hit, slug, location in zip(hits, slugs, locations, strict=True):
        clean = [(clean_text(text), found) for text, found in hit.excerpt()]
        line = "".join(f"{begin}{text}{end}" if found else text for text, found in clean)
        write_text(f"{slug:{slug_width}}  {location:{location_width}}  {line}", styled=True)
