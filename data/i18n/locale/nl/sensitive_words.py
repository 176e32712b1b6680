"""Dutch: words about health.

In `sensitive_words.words`, `*` stands for any letters and `-` for a blank, a hyphen or nothing.
"""

MESSAGES: dict[str, str] = {
    "sensitive_words.hint": "‘{word}’: laat gezondheid weg; een werkgever mag dat niet vastleggen.",
    "sensitive_words.words": (
        "aandoening* adhd alcoholis* allerg* angststoornis* antidepress* arbodienst* arts artsen astma* "
        "autis* bedrijfsarts* beroerte* bipolair* bloeddruk* burn-out* burnout* chemo* chronisch* "
        "covid* dementie depress* diabet* diagnos* dokter* dyslexi* epilep* fysiotherap* griep* "
        "handicap* hartaanval* hartinfarct* hernia* herstelt hersteld huisarts* invalid* kanker* "
        "long-covid medicatie* medicijn* medisch* menopauz* migraine* miskraam* ongeneeslijk* "
        "ontstek* onvruchtbaar* operatie overgang overspannen* paniekaanval* psychiat* psychisch* "
        "psycholog* ptss reuma* revalid* slaapprobleem* slapeloos* suikerziekte symptom* syndroom* "
        "therap* trauma* tumor* verslaafd* verslaving* verzuim* wia ziek* ziekenhuis* zwanger*"
    ),
}
