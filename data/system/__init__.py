"""Atomic files, owners, folders by the XDG rules, the user, the clock, child processes."""
