"""Hooks: programs of the user that run after something was done."""
