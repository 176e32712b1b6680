"""The formats for trackers by name."""

from __future__ import annotations

from collections.abc import Iterable

from ...i18n.catalogue import Catalogue
from ...notebook.agreement_query import FoundAgreement
from .csv_table import csv_table
from .org import org
from .taskwarrior import taskwarrior
from .todo_txt import todo_txt
from .tracked import tracked

_FILES = {"csv": csv_table, "todotxt": todo_txt, "taskwarrior": taskwarrior, "org": org}


def tracker_file(form: str, words: Catalogue, found: Iterable[FoundAgreement]) -> bytes:
    """Return agreements in a format: `csv`, `todotxt`, `taskwarrior` or `org`.

    Labels are in the language of `words`.
    """
    return _FILES[form](tracked(words, found))
