"""Dutch: erasing a person."""

MESSAGES: dict[str, str] = {
    "erasure.yourself": "{name} ben jij, en jij zit in al deze gesprekken. Noem de andere gesprekspartner.",
    "erasure.whole_name": "Geef bij --yes de hele naam: ‘{name}’.",
    "erasure.foreign": (
        "{path} hoort bij een ander gesprek dan {slug}, dus er is niets gewist. "
        "Open {slug} één keer: dan krijgt dat andere een eigen naam."
    ),
    "erasure.open": "{slug} is nu open in een programma. Sluit het daar eerst; er is niets gewist.",
    "erasure.intro": "Dit wist {name} uit het notitieboek {folder}, voorgoed:",
    "erasure.conversation": "{slug}  {date}  {title}",
    "erasure.conversation.unread": "{slug}  (niet te lezen; de naam zegt van wie het is)",
    "erasure.files": "Bestanden: {count} (gesprekken, vorige kopieën, eigen voorbereiding, logboeken, wat je editor achterliet). De index wordt opnieuw gemaakt.",
    "erasure.whole": "Gesprekken gaan in hun geheel, met ook je eigen woorden en afspraken. Gaat iemand weg, vraag dan eerst of er iets bewaard moet blijven: een geschil, een vordering, een afspraak die nog loopt. ‘afspraak about’ en ‘afspraak export’ schrijven het op.",
    "erasure.shared": "Gedeeld: {where}. Dat houdt op; de kopie in het eigen notitieboek van de ander is van de ander en blijft.",
    "erasure.other_share": "Gedeeld: {where}. Daar staat deze naam, en het is van jou, maar het gesprek staat niet in dit notitieboek; het blijft.",
    "erasure.exports": "Exports die bekend zijn:",
    "erasure.export.unchanged": "{path}  zoals hij is geschreven",
    "erasure.export.changed": "{path}  sindsdien veranderd; blijft",
    "erasure.export.mixed": "{path}  bevat ook anderen; blijft, maak hem opnieuw",
    "erasure.export.gone": "{path}  is er niet meer",
    "erasure.mentioned": "De naam staat ook in gesprekken met anderen, en die blijven: {slugs}",
    "erasure.linked": "Deze met anderen volgen op een dat verdwijnt, of hebben er iets van, en blijven: {slugs}",
    "erasure.unread": "Niet te lezen, kan over iedereen gaan, en blijft: {reason}",
    "erasure.older_versions": "Bewaart misschien oudere versies, en blijft zoals het is: {path}",
    "erasure.out_of_reach": "Buiten bereik: reservekopieën, snapshots, git, e-mail, papier, andere machines, en sporen op de schijf zelf.",
    "erasure.ask": "Typ de naam ({name}) om te wissen: ",
    "erasure.ask_exports": "Ook de {count} exports weghalen die zijn zoals ze zijn geschreven? Typ ja: ",
    "erasure.yes": "ja",
    "erasure.cancelled": "Er is niets gewist.",
    "erasure.dry_run": "Er is niets gewist; het zou gaan om deze bestanden:",
    "erasure.done": "Alles over {name} is gewist. Gewiste bestanden: {count}.",
    "erasure.removed": "Export weggehaald: {path}",
    "erasure.failed": "Niet gewist: {reason}",
    "erasure.remote_failed": "{where} heeft het misschien nog: {reason}",
    "erasure.belongs_to_other": "{where} is van de andere gesprekspartner en blijft daar",
}
