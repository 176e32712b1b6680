"""The kinds of conversation: what a kind says of its talk, its minutes and who reads them."""
