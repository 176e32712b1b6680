"""Tests of merging copies."""
