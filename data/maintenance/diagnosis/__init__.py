"""What `afspraak diagnose` tells: nothing of a conversation, and no name of anybody."""
