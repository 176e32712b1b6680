"""Tests of what controllers need of their screen."""
