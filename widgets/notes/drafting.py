"""The agreements that were drafted from lines of the notes, and drafting one from a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...data.ids import RowId
from ...data.model.agreements.drafted_lines import draft_of, drafted_lines
from ...data.model.conversation import Agreement, Conversation, Header
from ...data.text.sanitize import clean_line
from ..drawing.desk.notes_content import drafted_labels
from ..drawing.wrapping import Piece
from ..messages import AgreementFormRequested


class Drafting:
    """The lines that have an agreement.

    Call `read` when lines or agreements changed. While a line is typed in, its agreement stays:
    call `follow` then, and `read` when the caret leaves it.
    """

    def __init__(self) -> None:
        self.is_stale = False
        """Whether a line was typed in since the lines were read."""
        self._count = 0
        self._agreements: Sequence[Agreement] = ()
        self._conversation = Conversation(Header())
        self._labels: Mapping[RowId, Piece] | None = None
        """The labels of the agreements; None until a line shows one."""
        self._by_line: Mapping[int, RowId] = {}

    def show(self, conversation: Conversation) -> bool:
        """Take the agreements of a conversation; return whether they are others than before."""
        if conversation.agreements == self._agreements:
            return False
        self._agreements, self._conversation = conversation.agreements, conversation
        self._labels = None
        return True

    def read(self, lines: Sequence[str]) -> bool:
        """Look for the lines of the agreements; return whether they are others than before."""
        before, self._by_line = self._by_line, drafted_lines(lines, self._agreements)
        self._count, self.is_stale = len(lines), False
        return before != self._by_line

    def follow(self, lines: Sequence[str]) -> None:
        """Read the lines again if there are more or fewer of them; else when the caret leaves."""
        if len(lines) == self._count:
            self.is_stale = True
        else:
            self.read(lines)

    def label(self, line: int) -> Piece | None:
        """Return the label of the agreement of a line (from 0)."""
        if (agreement := self._by_line.get(line)) is None:
            return None
        if self._labels is None:
            self._labels = drafted_labels(self._conversation)
        return self._labels.get(agreement)

    def request(self, lines: Sequence[str], line: int, selected: str) -> AgreementFormRequested:
        """Return the request for the form of the agreement of a line, or of a new one.

        What is `selected` is the draft of a new one, unless the line's agreement has those words.
        """
        draft = clean_line(
            " ".join(draft_of(each) for each in (selected or lines[line]).split("\n"))
        )
        source = draft_of(lines[line])
        known = self._by_line.get(line)
        agreement = next((row for row in self._agreements if row.id == known), None)
        if agreement is not None and (
            not selected or draft in (source, agreement.text, agreement.drafted_from)
        ):
            return AgreementFormRequested(agreement.id)
        return AgreementFormRequested(None, draft=draft, source=source)
