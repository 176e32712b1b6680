"""Export and import: minutes, HTML, JSON, iCalendar."""
