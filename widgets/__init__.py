"""What a person sees and touches; asks nothing of the app that holds it, opens no file."""
