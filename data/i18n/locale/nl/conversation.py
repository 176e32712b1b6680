"""Dutch: kinds of conversation, roles and ratings."""

MESSAGES: dict[str, str] = {
    "conversation.rating.mastered": "beheerst",
    "conversation.rating.growing": "in ontwikkeling",
    "conversation.rating.improve": "verbetering nodig",
    "conversation.rating.undiscussed": "niet besproken",
    "conversation.rating.none": "nog niet ingeschat",
    "conversation.kind.planning": "planning",
    "conversation.kind.progress": "voortgang",
    "conversation.kind.review": "beoordeling",
    "conversation.kind.other": "gesprek",
    "conversation.role.manager": "leidinggevende",
    "conversation.role.employee": "medewerker",
}
