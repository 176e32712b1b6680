"""English: kinds of conversation, roles and ratings."""

MESSAGES: dict[str, str] = {
    "conversation.rating.mastered": "mastered",
    "conversation.rating.growing": "growing",
    "conversation.rating.improve": "improvement needed",
    "conversation.rating.undiscussed": "not discussed",
    "conversation.rating.none": "not yet rated",
    "conversation.kind.planning": "planning",
    "conversation.kind.progress": "progress",
    "conversation.kind.review": "review",
    "conversation.kind.other": "conversation",
    "conversation.role.manager": "manager",
    "conversation.role.employee": "employee",
}
