"""What widgets tell the desk: edits to carry out, and wishes that need a form or another pane."""

from __future__ import annotations

from textual.message import Message

from ..data.model.edits import Edit


class EditRequested(Message):
    """Somebody edited: carry `edit` out.

    Take `edit` when you carry it out and not earlier: until then the editor of the notes moves it
    along with what others write.
    """

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.edit = edit


class ItemFormRequested(Message):
    """Fill in a checklist item; None is a new one, under `section`."""

    def __init__(self, item_id: str | None, section: str) -> None:
        super().__init__()
        self.item_id = item_id
        self.section = section


class AnswerFormRequested(Message):
    """Write one's answer at a checklist item."""

    def __init__(self, item_id: str) -> None:
        super().__init__()
        self.item_id = item_id


class RatingRequested(Message):
    """Step on through the ratings of a checklist item, for who is writing now."""

    def __init__(self, item_id: str) -> None:
        super().__init__()
        self.item_id = item_id


class DisclosureRequested(Message):
    """Show the other one what was answered for oneself alone: at one item, or (None) at all."""

    def __init__(self, item_id: str | None) -> None:
        super().__init__()
        self.item_id = item_id


class AgreementFormRequested(Message):
    """Fill in an agreement; None is a new one, of which `draft` is the text.

    `focus_field` is the field to begin in ("owner", "due"), empty for the first.
    """

    def __init__(self, agreement_id: str | None, draft: str = "", focus_field: str = "") -> None:
        super().__init__()
        self.agreement_id = agreement_id
        self.draft = draft
        self.focus_field = focus_field


class ProgressFormRequested(Message):
    """Tell how it is going with an agreement."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__()
        self.agreement_id = agreement_id


class NoteRequested(Message):
    """Go and write in the notes, under this section."""

    def __init__(self, section: str) -> None:
        super().__init__()
        self.section = section


class UndoRequested(Message):
    """Take back the last step."""


class RedoRequested(Message):
    """Do again what was taken back."""


class SearchRequested(Message):
    """Open the search bar."""


class FindRequested(Message):
    """Go to the next place (or the previous one) where these words stand."""

    def __init__(self, words: str, forward: bool = True) -> None:
        super().__init__()
        self.words = words
        self.forward = forward


class FindTextChanged(Message):
    """The words to find are these now; they are still being typed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class SearchBarClosed(Message):
    """Close the search bar."""


class PasteTruncated(Message):
    """A paste was cut off after `kept` characters; `dropped` were left out."""

    def __init__(self, kept: int, dropped: int) -> None:
        super().__init__()
        self.kept = kept
        self.dropped = dropped
