"""The form of the minutes of a conversation that was begun before kinds were files."""

MESSAGES = {
    "record_form.name.planning": "Planning conversation",
    "record_form.name.progress": "Progress conversation",
    "record_form.name.review": "Review",
    "record_form.name.other": "Conversation",
    "record_form.role.manager": "Manager",
    "record_form.role.employee": "Employee",
    "record_form.title": "{title} {period}: {employee} and {manager}",
    "record_form.footer": "{title} {employee} · confidential",
    "record_form.purpose.planning": "To agree on work and development, and to keep to what was agreed.",
    "record_form.purpose.progress": "To see how the agreements stand, and to adjust them in time.",
    "record_form.purpose.review": "To look back together on the work of this period, and to learn from it.",
    "record_form.purpose.other": "To make agreements, and to keep to them.",
    "record_form.readers": "The two of you; the file version also human resources.",
    "record_form.keep": "The file for at most two years after the employment ends.",
    "record_form.rights": "The employee may read it, get a copy, have it put right, and have a reaction put in.",
    "record_form.never": "Medical details do not belong here.",
}
