"""What day it is."""

from __future__ import annotations

import os
from datetime import date


def today() -> date:
    """The calendar date where the user is; $AFSPRAAK_TODAY (ISO) sets another one."""
    chosen = os.environ.get("AFSPRAAK_TODAY", "")
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return date.today()  # noqa: DTZ011 - a calendar date, as the user's wall shows it
