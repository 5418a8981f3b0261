"""How long an API or an operation lasts: drafts, deprecation, sunset."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    breaking(
        "version-became-draft",
        "callers",
        "What was promised is taken back: a draft may change any day.",
        "leave the version active or deprecate it; write a new version as the draft.",
    ),
    compatible("version-activated", "callers", "A draft is now something to rely on."),
    compatible(
        "version-deprecated",
        "callers",
        "It answers as before; callers are asked to move, and know until when.",
    ),
    risky(
        "version-deprecated-without-sunset",
        "callers",
        "Callers are asked to leave, but nobody says until when they may stay.",
        "add a `sunset`, half a year away or more.",
    ),
    compatible("version-reactivated", "callers", "Nobody has to move any more."),
    breaking(
        "sunset-moved-earlier",
        "callers",
        "Callers planned their move by the day that was named, and now have less time.",
        "keep the day, or name a later one.",
    ),
    compatible("sunset-moved-later", "callers", "Callers have more time than they were told."),
    compatible("sunset-set", "callers", "Callers now know until when it answers."),
    risky(
        "sunset-withdrawn",
        "callers",
        "It stays deprecated, but the day until which it answers is no longer named.",
        "keep the day, or name a later one.",
    ),
    compatible(
        "operation-deprecated",
        "callers",
        "It answers as before; callers are asked to use another, and know until when.",
    ),
    risky(
        "operation-deprecated-without-sunset",
        "callers",
        "Callers are asked to leave an operation, but nobody says until when they may stay.",
        "give it a day (`x-sunset`), or deprecate the whole version with one.",
    ),
    compatible("operation-reactivated", "callers", "Nobody has to move any more."),
)
