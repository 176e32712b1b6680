"""Times and paths as screens show them."""
