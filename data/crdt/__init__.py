"""Crdt."""
