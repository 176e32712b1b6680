"""The content digest, what an approval still holds for, signatures."""
