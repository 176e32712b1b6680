"""Tests of the notes in an external editor."""
