"""The search bar with its key bindings, for the desk and the notebook."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from ...widgets.chrome.search_bar import SearchInput
from ..keys import table as keys


class SearchBar(SearchInput):
    """The search bar with its key bindings."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("finder")
