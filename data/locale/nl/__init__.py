"""Dutch: every message, gathered from its areas."""

from . import checklists, command, dates, errors, forms, minutes, panes, screens, store

MESSAGES: dict[str, str] = {
    **checklists.MESSAGES,
    **command.MESSAGES,
    **dates.MESSAGES,
    **errors.MESSAGES,
    **forms.MESSAGES,
    **minutes.MESSAGES,
    **panes.MESSAGES,
    **screens.MESSAGES,
    **store.MESSAGES,
}
