"""Messages of widgets to their screen: edits to apply, and requests for a form or another pane."""

from __future__ import annotations

from textual.message import Message

from ..data.ids import RowId
from ..data.model.edits import FieldEdit


class EditRequested(Message):
    """Apply `edit`. Edits of the notes do not go this way: their editor applies them itself."""

    def __init__(self, edit: FieldEdit) -> None:
        super().__init__()
        self.edit = edit


class ItemFormRequested(Message):
    """Open the form of a checklist item; with None, that of a new item in `section`."""

    def __init__(self, item_id: RowId | None, section: str) -> None:
        super().__init__()
        self.item_id = item_id
        self.section = section


class AnswerFormRequested(Message):
    """Open the form of the writer's answer to a checklist item."""

    def __init__(self, item_id: RowId) -> None:
        super().__init__()
        self.item_id = item_id


class RatingRequested(Message):
    """Step to the writer's next rating of a checklist item."""

    def __init__(self, item_id: RowId) -> None:
        super().__init__()
        self.item_id = item_id


class DisclosureRequested(Message):
    """Share the private answer to one item, or (None) to all items."""

    def __init__(self, item_id: RowId | None) -> None:
        super().__init__()
        self.item_id = item_id


class AgreementFormRequested(Message):
    """Open the form of an agreement; with None, that of a new one with the text `draft`.

    `focus_field` is the field to focus ("owner", "due"), "" for the first.
    """

    def __init__(self, agreement_id: RowId | None, draft: str = "", focus_field: str = "") -> None:
        super().__init__()
        self.agreement_id = agreement_id
        self.draft = draft
        self.focus_field = focus_field


class ProgressFormRequested(Message):
    """Open the form of progress on an agreement."""

    def __init__(self, agreement_id: RowId) -> None:
        super().__init__()
        self.agreement_id = agreement_id


class NoteRequested(Message):
    """Go to the notes, to write in this section."""

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section


class UndoRequested(Message):
    """Undo the last step."""


class RedoRequested(Message):
    """Redo the step that was undone last."""


class SearchRequested(Message):
    """Open the search bar."""


class FindRequested(Message):
    """Go to the next (or previous) match of these words."""

    def __init__(self, words: str, forward: bool = True) -> None:
        super().__init__()
        self.words = words
        self.forward = forward


class FindTextChanged(Message):
    """The words in the search bar changed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class SearchBarClosed(Message):
    """Close the search bar."""


class PasteTruncated(Message):
    """A paste was truncated to `kept` code points; `dropped` code points are missing."""

    def __init__(self, kept: int, dropped: int) -> None:
        super().__init__()
        self.kept = kept
        self.dropped = dropped
