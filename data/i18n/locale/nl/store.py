"""Dutch: keeping conversations on disk."""

MESSAGES: dict[str, str] = {
    "store.unread": "{file} kan niet worden gelezen: {reason}.",
    "store.unwritten": "{file} kan niet worden geschreven: {reason}.",
    "store.unsettled": (
        "{file} is geschreven, maar de schijf heeft dat niet bevestigd: "
        "na een stroomstoring kan de oude versie terugkomen."
    ),
    "store.changed": (
        "{file} is door een ander programma gewijzigd sinds het werd gelezen; "
        "er is niets overschreven."
    ),
    "store.damaged": "{file} kan niet open: {reason}.",
    "store.damaged.previous": "{file} kan niet open: {reason}. De vorige versie staat in {previous}.",
    "store.reason.permission": "je hebt er geen rechten voor",
    "store.reason.another": "het is van {login}",
    "store.reason.full": "de schijf is vol, of jouw deel ervan",
    "store.reason.read_only": "de schijf kan alleen worden gelezen",
    "store.reason.disk": "de schijf meldt een storing",
    "store.reason.missing": "het is er niet",
    "store.reason.not_folder": "een deel van het pad is geen map",
    "store.reason.not_regular": "het is geen gewoon bestand",
    "store.reason.link": "het is een koppeling",
    "store.reason.foreign_link": "het is een koppeling die een andere gebruiker heeft gemaakt",
    "store.reason.name": "de naam is te lang",
    "store.reason.handles": "er zijn te veel bestanden open",
    "store.reason.closed": "het is dicht",
    "store.reason.busy": "een ander programma houdt het bezet; probeer het zo nog eens",
    "store.reason.interrupted": "er kwam iets tussen; probeer het nog eens",
    "store.damage.large": "het is groter dan {limit} MB",
    "store.damage.utf8": "in regel {line} staan bytes die geen tekst (UTF-8) zijn",
    "store.damage.mark": "het begint met een byte order mark; bewaar het als UTF-8 zonder",
    "store.damage.empty": "het is leeg",
    "store.damage.syntax": "regel {line}, kolom {column} is geen JSON",
    "store.damage.duplicate": "de naam “{name}” staat twee keer in één object",
    "store.damage.constant": "{word} is geen getal dat JSON kent",
    "store.damage.number": "er staat een te groot getal in",
    "store.damage.surrogate": "er staat een half teken in",
    "store.damage.deep": "het is dieper genest dan {limit} lagen",
    "store.damage.shape": "het bestaat niet uit tabellen",
    "store.damage.table": "“{table}” is geen tabel",
    "store.damage.document": "“{id}” in de tabel “{table}” is geen genummerd document",
    "store.journal.size": "een wijziging moet tussen 1 byte en {limit} MB groot zijn",
    "store.journal.closed": "het is al gesloten",
    "store.journal.removed": "iemand heeft het verwijderd",
    "foreign.refused": "{file} is een ander gesprek: de twee hebben geen gedeelde geschiedenis, dus er is niets overgenomen.",
    "foreign.place": (
        "Op de gedeelde plek staat een ander gesprek: er is niets uitgewisseld, en beide blijven zoals ze "
        "zijn. {file} opnieuw delen: afspraak unshare, daarna afspraak share."
    ),
    "foreign.open": (
        "{file} is een ander gesprek dan het gesprek dat daar in een programma openstaat. Sluit dat eerst; "
        "beide blijven bewaard."
    ),
    "foreign.aside": "Op {file} stond een ander gesprek. Het is bewaard als {kept}; dat van jou gaat door.",
    "foreign.kept": (
        "{file} is een ander gesprek dan wat er eerst stond. Dat eerste is bewaard als {kept}."
    ),
    "foreign.remains": (
        "{file} is een ander gesprek dan wat er eerst stond. Wat ernaast lag, is bewaard onder de naam {kept}; "
        "met een kopie van dat gesprek wordt het weer heel: afspraak check {kept} --restore --from KOPIE."
    ),
    "foreign.beside": (
        "{path} hoort bij een ander gesprek, dat hier eerst stond; bij het openen krijgt dat een eigen naam"
    ),
    "foreign.aside.brief": "Een ander gesprek is bewaard als {kept}.",
    "foreign.kept.brief": "Wat hier eerst stond, is bewaard als {kept}.",
    "foreign.remains.brief": "Wat hier bij een ander gesprek lag, is bewaard als {kept}.",
    "foreign.title": "Twee gesprekken",
}
