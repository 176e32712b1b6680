"""Dutch: the invitation and the appointment."""

MESSAGES: dict[str, str] = {
    "invitation.appointment.no_date": "Er is nog geen datum, dus ook geen afspraak voor in de agenda. Geef het gesprek eerst een datum.",
    "invitation.appointment.next_conversation": "Volgende gesprek: {title}",
    "invitation.appointment": "Voor in de agenda: {path}",
    "invitation.sheet": "Voorbereidingsblad: {path}",
    "invitation.no_appointment": "Niets voor in de agenda: het gesprek heeft nog geen datum.",
    "invitation.next": "Geef ze allebei aan {name}, en neem het ingevulde blad op met: afspraak prepared {slug} BESTAND",
    "invitation.next_sheet": "Geef het blad aan {name}, en neem het op als het is ingevuld, met: afspraak prepared {slug} BESTAND",
    "invitation.title": "De uitnodiging",
    "invitation.answered": "{path} is ingevuld en zou verloren gaan. Neem het op met ‘afspraak prepared’, en geef het dan een andere naam of haal het weg.",
}
