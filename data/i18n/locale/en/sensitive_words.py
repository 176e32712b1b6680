"""English: words about health.

In `sensitive_words.words`, `*` stands for any letters, `-` for a blank, a hyphen or nothing, and `~`
for up to four words in between. Words that also have a meaning at work are left out: a diagnosis of
a fault, a chronic shortage, a transition.
"""

MESSAGES: dict[str, str] = {
    "sensitive_words.hint": "“{word}”: please leave health out; employers may not record it.",
    "sensitive_words.exported": "“{word}” is about health. {exported}",
    "sensitive_words.words": (
        "addicted addiction* adhd admitted~hospital alcoholi* allerg* anaemi* anemi* antidepress* "
        "anxiety arthrit* asthma* autis* back-ache back-pain back-problem* back-trouble backache "
        "bad-back became-ill been-ill being-ill bipolar blood-pressure burn-out* burned-out "
        "burnt-out can't-sleep cancer* cannot-sleep chemo chemotherap* chronic-condition "
        "chronic-disease chronic-fatigue chronic-illness* chronic-pain chronically-ill concussion "
        "covid* dementia depressed depression depressive diabet* diagnosed-with disabilit* "
        "disability-benefit disabled-person disease* doctor's-appointment doctor's-note dyslexi* "
        "eating-disorder* epilep* falls-ill fell-ill fertility-treatment flu got-ill had-surgery "
        "hay-fever headache* health-complaint* health-condition* health-issue* health-problem* "
        "heart-attack* heart-condition* heart-disease hernia* hospitalis* hospitaliz* illness* "
        "incapacitated incapacity infertil* injured injuries injury insomnia is-ill ivf knee-pain "
        "long-covid long-term-sick* medical-appointment* medical-condition* medical-leave "
        "medical-reason* medical-treatment* medication* menopaus* mental-health mental-illness* "
        "mentally-ill migraine* miscarr* multiple-sclerosis neck-pain nervous-breakdown "
        "occupational-health on-medication operated-on painkiller* panic-attack* panic-disorder* "
        "physiotherap* poor-sleep pregnan* psychiat* psychologist* ptsd rehab rehabilitation "
        "repetitive-strain rheumat* rsi saw-a-doctor see-a-doctor seriously-ill shoulder-pain sick "
        "sick-leave sickness signed-off-sick sleep-disorder* sleep-problem* sleeping~badly "
        "sleeps~badly sleep~badly slept~badly stress-related-complaint* surger* taken~hospital "
        "therapist* therapy trauma* trouble-sleeping tumor* tumour* unable-to-work unfit-for-work "
        "unwell was-ill whiplash"
    ),
}
