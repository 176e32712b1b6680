"""Sharing on another machine: messages to afspraak there, over plain SSH."""
