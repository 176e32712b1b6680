"""Dialogs as such: the forms are made of them."""
