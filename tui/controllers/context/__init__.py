"""Context: what a controller needs of the screen it works for."""
