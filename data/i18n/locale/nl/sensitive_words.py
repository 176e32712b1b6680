"""Dutch: words about health.

In `sensitive_words.words`, `*` stands for any letters, `-` for a blank, a hyphen or nothing, and `~`
for up to four words in between. Words that also have a meaning at work are left out: een diagnose
van een storing, een chronisch tekort, een overgang, een operatie.
"""

MESSAGES: dict[str, str] = {
    "sensitive_words.hint": "‘{word}’: laat gezondheid weg; een werkgever mag dat niet vastleggen.",
    "sensitive_words.exported": "‘{word}’ gaat over gezondheid. {exported}",
    "sensitive_words.words": (
        "aandoening* adhd alcoholis* alcoholprobleem alcoholproblemen allergie* allergisch* "
        "angststoornis* antidepress* arbeidsongeschikt* arbodienst* astma* autis* bedrijfsarts* "
        "beroerte* beter-gemeld betermelding* bevalling* bipolair* bloeddruk* buikpijn burn-out* "
        "chemo chemotherap* chronisch-moe chronisch-ziek* chronische-aandoening "
        "chronische-klachten chronische-pijn chronische-vermoeid* covid* dementie depress* diabet* "
        "dokter* dyslexi* eetstoornis* epilep* fibromyalgie fysiotherap* gediagnosticeerd-met "
        "geestelijke-gezondheid* geopereerd* gezondheidsklacht* gezondheidsproble* "
        "gezondheidstoestand ggz griep* handicap* hartaanval* hartinfarct* hartklacht* "
        "hartoperatie hartpatient* hernia* hersenletsel* hersenschudding* hersteld-gemeld "
        "hersteldmelding* heupoperatie hoofdpijn* hooikoorts huisarts* invalide invaliditeit* "
        "iva-uitkering ivf kanker* kan~niet~slapen knieklacht* knieoperatie koorts lage-rugpijn "
        "lag~ziekenhuis last~knie last~nek last~rug last~schouder* lichamelijke-klachten "
        "ligt~ziekenhuis long-covid longaandoening* medicatie* medicijn* medisch-onderzoek "
        "medische-behandeling* medische-keuring* medische-klacht* menopauz* migraine* miskraam* "
        "nekklacht* nekpijn ongeneeslijk* ontsteking* ontstoken onvruchtbaar* oogoperatie "
        "ooroperatie opgenomen~ziekenhuis opvliegers overspannen oververmoeid* paniekaanval* "
        "paniekstoornis* pijn~knie* pijn~nek pijn~rug pijn~schouder* polsklacht* psychiat* "
        "psychisch* psychologen psychologische-hulp psychologische-klachten psycholoog ptss "
        "re-integrat* reuma* revalidatie* revalideert revalideren rsi rugklacht* rugoperatie "
        "rugpijn* schouderklacht* schouderpijn slaapgebrek slaapklacht* slaapproble* "
        "slaapstoornis* slaapt~slecht slaap~slecht slapeloos* slapen~slecht slechte-nachtrust "
        "slecht~geslapen slecht~slapen sliep~slecht spanningsklacht* stressklacht* suikerziekte "
        "therapeut* therapie* trauma* tumor* vermoeidheidsklacht* verslaafd* verslaving* "
        "vruchtbaarheidsbehandel* wajong wao-uitkering wga-uitkering whiplash* wia ziek ziekbed "
        "zieke ziekelijk ziekenboeg ziekenhuisopname* zieker ziekgemeld* ziekgeweest ziekmeld* "
        "ziekte* zwanger* zwangerschap*"
    ),
}
