"""English: words about health.

In `sensitive_words.words`, `*` stands for any letters and `-` for a blank, a hyphen or nothing.
"""

MESSAGES: dict[str, str] = {
    "sensitive_words.hint": "“{word}”: please leave health out; employers may not record it.",
    "sensitive_words.words": (
        "addict* adhd alcoholi* allerg* anaemi* anemi* antidepress* anxiety arthrit* asthma* autis* "
        "bipolar burn-out* burnout* burned-out cancer* chemo* chronic* covid* dementia depress* "
        "diabet* diagnos* disab* disease* doctor's dyslexi* epilep* flu hospital* ill illness* "
        "infertil* injur* insomnia long-covid medical* medicat* medicine* menopaus* mental-health "
        "migraine* miscarr* multiple-sclerosis nervous-breakdown operated-on painkiller* panic-attack* "
        "physiotherap* pregnan* psychiat* psycholog* ptsd rehab* rheumat* sick sickness sick-leave "
        "surger* syndrome* symptom* therapist* therapy trauma* tumour* tumor* unwell"
    ),
}
