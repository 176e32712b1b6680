"""English: the invitation and the appointment."""

MESSAGES: dict[str, str] = {
    "invitation.appointment.no_date": "There is no date yet, so there is no appointment. Give the conversation a date first.",
    "invitation.appointment.next_conversation": "Next talk: {title}",
    "invitation.appointment": "Appointment: {path}",
    "invitation.sheet": "Preparation sheet: {path}",
    "invitation.no_appointment": "No appointment: the conversation has no date yet.",
    "invitation.next": "Give {name} both, and take the filled-in sheet in with: afspraak prepared {slug} FILE",
    "invitation.next_sheet": "Give {name} the sheet, and take it in filled in with: afspraak prepared {slug} FILE",
    "invitation.title": "The invitation",
    "invitation.answered": "{path} is filled in and would be lost. Take it in with “afspraak prepared”, and then give it another name or remove it.",
}
