"""English: updates of the other partner that are tried first."""

MESSAGES: dict[str, str] = {
    "quarantine.harmful": "it would damage this conversation",
    "quarantine.ended": "too much came that would damage this conversation",
    "quarantine.no_answer": "the process for it does not answer",
    "quarantine.unavailable": "What the other person writes is not taken in, as it cannot be tried first ({reason}). What you write is still sent",
}
