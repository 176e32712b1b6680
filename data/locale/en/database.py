"""English: sharing over a database, and looking after one."""

MESSAGES: dict[str, str] = {
    "sharing.database.not_installed": "Sharing over a database needs one more package: pip install 'afspraak[postgres]'",
    "sharing.database.address": "That is no address of a database. One looks like this: postgresql://db.example.org/afspraak",
    "sharing.database.password": "A password does not belong in an address, where others may see it. Put it into ~/.pgpass (mode 0600), or use $PGPASSFILE or a service.",
    "sharing.database.no_login": "The database knows nobody with the login name “{login}”.",
    "sharing.database.not_let_in": "You may not share over this database yet. Who looks after it can let you in: grant afspraak to your login name.",
    "sharing.database.not_begun": "There is no room for afspraak in this database yet. Who looks after it can make it: afspraak db init {url}",
    "sharing.database.newer": "The database is ahead of this afspraak. Update afspraak here; your notebook keeps all of it.",
    "sharing.database.older": "The database is behind this afspraak. Who looks after it can bring it up to date: afspraak db init {url}",
}
