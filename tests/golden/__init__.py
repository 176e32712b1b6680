"""Files with the output that is expected of them."""
