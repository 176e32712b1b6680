"""What others share with this user and is not in the notebook yet."""
