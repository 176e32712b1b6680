"""Messages of widgets to their screen: edits to apply, and requests for a form or another pane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.message import Message

from ..data.ids import RowId
from ..data.model.conversation import Rating
from ..data.model.edits import FieldEdit


@dataclass
class EditRequested(Message):
    """Apply `edit`. Edits of the notes do not go this way: their editor applies them itself."""

    edit: FieldEdit


@dataclass
class ItemFormRequested(Message):
    """Open the form of a checklist item; with None, that of a new item in `section`."""

    item_id: RowId | None
    section: str


@dataclass
class AnswerFormRequested(Message):
    """Open the form of the writer's answer to a checklist item."""

    item_id: RowId


@dataclass
class RatingRequested(Message):
    """Set the writer's rating of a checklist item; None steps to the next one."""

    item_id: RowId
    rating: Rating | None = None


@dataclass
class DisclosureRequested(Message):
    """Share the private answer to one item, or (None) to all items."""

    item_id: RowId | None


@dataclass
class AgreementFormRequested(Message):
    """Open the form of an agreement; with None, that of a new one with the text `draft`.

    `focus_field` is the field to focus ("owner", "due"), "" for the first; `filled` are further
    values with which a new one begins, by field name. `source` are the words of the line of the
    notes that it is drafted from; "" if it is not.
    """

    agreement_id: RowId | None
    draft: str = ""
    focus_field: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass
class ProgressFormRequested(Message):
    """Open the form of progress on an agreement."""

    agreement_id: RowId


@dataclass
class NoteRequested(Message):
    """Go to the notes, to write in this section."""

    section: str


class UndoRequested(Message):
    """Undo the last step."""


class RedoRequested(Message):
    """Redo the step that was undone last."""


class SearchRequested(Message):
    """Open the search bar."""


@dataclass
class FindRequested(Message):
    """Go to the next (or previous) match of these words."""

    words: str
    forward: bool


@dataclass
class FindTextChanged(Message):
    """The words in the search bar changed."""

    words: str


class SearchBarClosed(Message):
    """Close the search bar."""


class CaretLineChanged(Message):
    """The caret of the notes went to another line."""


class SectionEntered(Message):
    """The caret of the notes is under another heading than before."""


class KeysChanged(Message):
    """Other keys apply in the pane than before, or they mean something else."""


@dataclass
class KeyClicked(Message):
    """A key was clicked; `key` is its name as screens show it."""

    key: str


@dataclass
class PasteTruncated(Message):
    """A paste was truncated to `kept` code points; `dropped` code points are missing."""

    kept: int
    dropped: int
