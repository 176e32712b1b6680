"""The guard of the user's folders, one for the whole process."""

from __future__ import annotations

import os

from .isolation import Guard

GUARD = Guard(os.environ)
