"""The SQL files that `afspraak db init` runs."""
