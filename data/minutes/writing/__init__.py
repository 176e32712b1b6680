"""The chapters of the minutes as Markdown."""
