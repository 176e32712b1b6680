"""Sharing on another machine: afspraak there, spoken with over plain SSH."""
