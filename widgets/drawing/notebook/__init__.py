"""The screen of a notebook: its table, the talk that is selected, the year, and the first steps."""
