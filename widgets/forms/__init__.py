"""Fields, and the form that holds them."""
