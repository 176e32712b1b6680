"""The lists: checklist, agreements, overview, conversations, search results."""
