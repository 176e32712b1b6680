"""What `afspraak db init` runs, for an administrator to read first."""
