"""Whole screens as they are at first, drawn without widgets."""
