"""Dutch: reading and writing files."""

MESSAGES: dict[str, str] = {
    "storage.path.no_home": "Er is geen thuismap voor {path}. Geef het hele pad, of zet HOME.",
    "storage.path.no_working_folder": "De map waarin je begon, is weg. Ga naar een andere (cd) of geef een heel pad.",
    "storage.unreadable": "{file} kan niet worden gelezen: {reason}.",
    "storage.long_name": "{file} kan niet open om in te schrijven: de naam is {excess} bytes te lang voor de bestanden die ernaast komen, dus niets zou bewaard worden. Geef het een kortere naam, en ook wat er met die naam naast staat.",
    "storage.not_written": "{file} kan niet worden geschreven: {reason}.",
    "storage.not_durable": (
        "{file} is geschreven, maar de schijf heeft dat niet bevestigd: "
        "na een stroomstoring kan de oude versie terugkomen."
    ),
    "storage.changed": (
        "{file} is door een ander programma gewijzigd sinds het werd gelezen; "
        "er is niets overschreven."
    ),
    "storage.older_copy": (
        "Een oudere kopie is teruggezet als {file} terwijl het open stond; wat in het venster stond, is "
        "eroverheen bewaard. Terug naar de oudere: afspraak merge {slug} OUDEREKOPIE --replace"
    ),
    "storage.older_copy.brief": "Een oudere kopie is teruggezet; dit venster houdt alles.",
    "storage.removed": "{file} is weg: verwijderd of verplaatst terwijl het open stond.",
    "storage.damaged": "{file} kan niet open: {reason}.",
    "storage.damaged.previous": "{file} kan niet open: {reason}. De vorige versie staat in {previous}.",
    "storage.tinydb": (
        "{file} kan niet open: TinyDB, dat het leest en schrijft, werkt niet ({reason}). "
        "Er is niets gewijzigd."
    ),
    "storage.reason.other": "{text}",
    "storage.reason.permission": "je hebt er geen rechten voor",
    "storage.reason.another": "het is van {login}",
    "storage.reason.full": "de schijf is vol, of jouw deel ervan",
    "storage.reason.read_only": "de schijf kan alleen worden gelezen",
    "storage.reason.disk": "de schijf meldt een storing",
    "storage.reason.missing": "het is er niet",
    "storage.reason.removed.kept": "bestand weg; het logboek heeft alles",
    "storage.reason.removed.lost": "het bestand en zijn map zijn weg",
    "storage.reason.not_folder": "een deel van het pad is geen map",
    "storage.reason.not_regular": "het is geen gewoon bestand",
    "storage.reason.link": "het is een koppeling",
    "storage.reason.foreign_link": "het is een koppeling die een andere gebruiker heeft gemaakt",
    "storage.reason.name": "de naam is te lang",
    "storage.reason.handles": "er zijn te veel bestanden open",
    "storage.reason.closed": "het is dicht",
    "storage.reason.busy": "een ander programma houdt het bezet; probeer het zo nog eens",
    "storage.reason.interrupted": "er kwam iets tussen; probeer het nog eens",
    "storage.damage.large": "het is groter dan {limit} MB",
    "storage.damage.utf8": "in regel {line} staan bytes die geen tekst (UTF-8) zijn",
    "storage.damage.mark": "het begint met een byte order mark; bewaar het als UTF-8 zonder",
    "storage.damage.empty": "het is leeg",
    "storage.damage.syntax": "regel {line}, kolom {column} is geen JSON",
    "storage.damage.git_conflict": "er staat een onopgelost git-conflict in (regel {line}). ‘git checkout --ours’ of ‘--theirs’ zet één kant terug, en ‘afspraak merge’ voegt de andere toe",
    "storage.damage.duplicate": "de naam ‘{name}’ staat twee keer in één object",
    "storage.damage.constant": "{word} is geen getal dat JSON kent",
    "storage.damage.number": "er staat een te groot getal in",
    "storage.damage.surrogate": "er staat een half teken in",
    "storage.damage.deep": "het is dieper genest dan {limit} lagen",
    "storage.damage.shape": "het bestaat niet uit tabellen",
    "storage.damage.table": "‘{table}’ is geen tabel",
    "storage.damage.document": "‘{id}’ in de tabel ‘{table}’ is geen genummerd document",
    "storage.journal.size": "een wijziging moet tussen 1 byte en {limit} MB groot zijn",
    "storage.journal.closed": "het is al gesloten",
    "storage.journal.removed": "iemand heeft het verwijderd",
}
