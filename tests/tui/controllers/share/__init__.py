"""Tests of sharing a conversation from its desk."""
