"""Approvals: the content digest, whether an approval still holds, signatures."""
