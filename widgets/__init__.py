"""Widgets: what a person sees and types into. They know nothing of the app, and open no file."""
