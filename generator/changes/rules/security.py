"""Who may call, and how often."""

from generator.changes.rule import breaking, compatible, risky

RULES = (
    breaking(
        "token-demanded",
        "callers",
        "Calls without a token were served, and are answered with 401 now.",
        "demand it in a new version; log the calls that still come without one.",
    ),
    risky(
        "token-no-longer-demanded",
        "the service",
        "Callers lose nothing, but whatever the operation answers or does is open to anybody.",
        "make sure that `allow: public` is meant here.",
    ),
    breaking(
        "security-scheme-changed",
        "callers",
        "Callers prove who they are in the old way, which is not accepted any more.",
        "accept both ways until the old one's users have moved.",
    ),
    compatible("security-scheme-added", "callers", "There is one more way to be let in."),
    breaking(
        "scope-demanded",
        "callers",
        "Tokens that were enough lack a scope now, and are answered with 403.",
        "hand out the scope first, and demand it in a new version.",
    ),
    compatible("scope-no-longer-demanded", "callers", "Every token that was enough still is."),
    breaking(
        "caller-refused",
        "callers of this role or service",
        "They could call the operation, and are answered with 403 now.",
        "keep them in `allow` here, and leave them out in a new version.",
    ),
    compatible("caller-allowed", "callers", "More may call; those who could still can."),
    breaking(
        "owner-demanded",
        "callers of this role",
        "They could reach everybody's, and now only what is their own.",
        "keep the role without `own` here, and demand it in a new version.",
    ),
    risky(
        "owner-no-longer-demanded",
        "the service",
        "Callers lose nothing, but this role reaches what belongs to others now.",
        "make sure that the role without `own` is meant here.",
    ),
    risky(
        "rate-limit-tightened",
        "callers",
        "Who called as often as was allowed is answered with 429 now and then.",
        "look at who comes near the new limit, and tell them before.",
    ),
    compatible("rate-limit-loosened", "callers", "Callers may call more often than before."),
)
