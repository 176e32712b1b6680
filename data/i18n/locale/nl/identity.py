"""Dutch: who is at this terminal, and two at one keyboard."""

MESSAGES: dict[str, str] = {
    "identity.unknown": 'Niet bekend is wie van de twee je bent in dit gesprek ({names}). Open het met ‘afspraak open’, dat vraagt het één keer, of zet je naam in de instellingen: name = "…".',
    "identity.open": "{slug} staat open in een programma, dat je voor de ander houdt. Sluit dat eerst.",
    "identity.private": "Een antwoord voor jezelf kan alleen op je eigen terminal, en alleen zolang jij schrijft.",
    "identity.form": "Wie ben je in dit gesprek?",
    "identity.form.intro": "Je login ‘{login}’ en je naam zeggen het niet. Het wordt onthouden voor dit gesprek, alleen aan jouw kant; ‘afspraak open REF --as’ verandert het.",
    "identity.form.partner": "{role}: {name}",
    "identity.form.who": "Ik ben",
    "identity.form.who.none": "nog niet gezegd",
    "identity.form.who.help": "Spatie, ← en → kiezen. Weggaan brengt je terug naar het notitieboek.",
    "identity.form.who.required": "Kies wie je bent, of ga weg met Esc.",
    "guest.private": "{guest} schrijft nu. Wat {owner} voor zichzelf houdt, is buiten bereik tot {press}.",
    "guest.owner": "{guest} schrijft nu. Alleen {owner} kan dit doen, na {press}.",
    "merge.unknown": "{file} is een eigen voorbereiding, en niet bekend is wie van de twee je bent in dit gesprek: open het een keer, dan wordt het gevraagd, of zet je naam in de instellingen.",
}
