"""Widgets, which show a conversation and take input. They do not know the app, and open no file."""
