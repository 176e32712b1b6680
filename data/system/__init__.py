"""The system: atomic files, ownership, XDG folders, the user, the clock, child processes."""
