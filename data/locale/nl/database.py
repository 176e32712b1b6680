"""Nederlands: delen via een database, en ervoor zorgen."""

MESSAGES: dict[str, str] = {
    "sharing.database.not_installed": "Delen via een database vraagt één pakket meer: pip install 'afspraak[postgres]'",
    "sharing.database.address": "Dat is geen adres van een database. Zo ziet er een uit: postgresql://db.example.org/afspraak",
    "sharing.database.password": "Een wachtwoord hoort niet in een adres, waar anderen het kunnen zien. Zet het in ~/.pgpass (modus 0600), of gebruik $PGPASSFILE of een service.",
    "sharing.database.no_login": "De database kent niemand met de loginnaam ‘{login}’.",
    "sharing.database.not_let_in": "Je mag nog niet via deze database delen. De beheerder kan je toelaten: grant afspraak to je loginnaam.",
    "sharing.database.not_begun": "In deze database is nog geen plek voor afspraak. De beheerder kan die maken: afspraak db init {url}",
    "sharing.database.newer": "De database loopt voor op deze afspraak. Werk afspraak hier bij; je notitieboek houdt alles.",
    "sharing.database.older": "De database loopt achter op deze afspraak. De beheerder kan hem bijwerken: afspraak db init {url}",
}
