"""The first look at a conversation that was joined: what is shared, and an own one like it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from ...data.errors import AfspraakError
from ...data.i18n.date_format import format_date
from ...widgets.language import spoken, tr
from ..controllers.context.show_errors import show_errors
from ..environment import environment_of, keymap_of
from ..formatting.clock import today

if TYPE_CHECKING:
    from ...data.notebook.summary import Summary
    from ..forms.together import Together


def own_conversation(app: App[Any], path: Path) -> Summary | None:
    """Return the user's own conversation that is the same as the joined one at `path`, if any."""
    from ...data.sync.offers.together import find_own

    try:
        return find_own(path, user=environment_of(app).user)
    except AfspraakError:  # the joined one can be opened all the same
        return None


def ask_together(
    app: App[Any],
    own: Summary,
    joined: str,
    path: Path,
    proceed: Callable[[str], None],
    home: Callable[[], None],
) -> None:
    """Ask whether to bring `own` together with the joined conversation at `path`.

    `proceed` is called with what was done in words, "" for nothing; `home` if it is not decided.
    """
    from ...data.sync.offers.together import is_shared
    from ..forms.together import Together, TogetherForm

    def answered(choice: Together | None) -> None:
        match choice:
            case None:
                home()
            case Together.BOTH:
                proceed("")
            case Together.BRING:
                text = ""
                with show_errors(told.append):
                    text = _bring_together(app, own.path, path)
                proceed(text or "\n".join(told))

    told: list[str] = []
    day = format_date(own.date, spoken().language, today=today()) if own.date else ""
    shared = tr("together.shared") if is_shared(own.path, user=environment_of(app).user) else ""
    label = " · ".join(filter(None, [own.title or own.slug, day, shared]))
    app.push_screen(TogetherForm(label, joined, today()), answered)


def welcome(app: App[Any], report: str) -> None:
    """Say what is shared and what stays private, after a `report` on what was brought together."""
    from ..forms.dialog.confirm import Notice

    press = keymap_of(app).first_key("checklist.show_to_both")
    texts = filter(None, [tr("offers.joined", press=press), report])
    app.push_screen(Notice(tr("offers.joined.title"), "\n\n".join(texts)))


def _bring_together(app: App[Any], own: Path, path: Path) -> str:
    """Bring both together; return what was taken up in words. Raises AfspraakError."""
    from ...data.sync.offers.together import bring_together
    from ...data.system.paths import home_relative

    done = bring_together(own, path, user=environment_of(app).user)
    counts = {
        name: getattr(done, name) for name in ("answers", "items", "agreements", "note_lines")
    }
    text = tr("together.done", **counts, kept=home_relative(done.kept))
    return f"{text}\n{tr('together.withdrawn')}" if done.withdrawn else text
