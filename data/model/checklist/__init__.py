"""The checklist: competencies and their ratings, and private answers."""
