"""What a context does when a message comes, and by the clock."""

from blueprint import model as m
from generator.filters.declaring import quoted
from generator.words.filling import IN_HANDLER, arguments, expression


def handler_name(subscription: m.Subscription) -> str:
    """The function that handles the event: `complete_order_on_result_reported`."""
    does, event = subscription.does, subscription.event
    match does:
        case m.Run(operation=operation):
            what = operation.name.snake
        case m.Feed(view=view):
            what = view.name.snake
        case m.Drop(operation=operation):
            what = f"drop_{operation.name.snake}"
    return f"{what}_on_{event.event.snake}"


def handler_names(context: m.Context) -> list[str]:
    """The handlers in the order of the subscriptions, each by a name of its own."""
    names = [handler_name(subscription) for subscription in context.subscriptions]
    return [
        name if names.count(name) == 1 else f"{name}_{sub.event.context.snake}_{sub.event.version}"
        for name, sub in zip(names, context.subscriptions, strict=True)
    ]


def handlers(context: m.Context) -> list[tuple[str, m.Subscription]]:
    """Each subscription with the name of its handler."""
    return list(zip(handler_names(context), context.subscriptions, strict=True))


def handler_docstring(subscription: m.Subscription) -> str:
    """What the handler does, in a line."""
    match subscription.does:
        case m.Run(operation=operation):
            return quoted(f"Runs {operation.name.pascal}.")
        case m.Feed(remove=True, where=()):
            text = f"Takes {_the(subscription)} away."
        case m.Feed(where=()):
            text = f"Writes {_the(subscription)}."
        case m.Feed(view=view, remove=removes):
            verb = "Takes away" if removes else "Changes"
            text = f"{verb} every {view.name.phrase} that matches."
        case m.Drop(operation=operation):
            text = f"Drops what {operation.name.pascal} has cached."
    return quoted(text)


def _the(subscription: m.Subscription) -> str:
    assert isinstance(subscription.does, m.Feed)
    return (
        f"the {subscription.does.view.name.phrase} of this {subscription.does.view.key.name.phrase}"
    )


def handler_body(subscription: m.Subscription) -> str:
    """The statement that does it."""
    match subscription.does:
        case m.Run(operation=operation, fills=fills):
            name = operation.name
            made = f", {name.pascal}Input({arguments(fills, IN_HANDLER)})"
            data = made if operation.has_input else ""
            return f"await scopes.{name.snake}(work{data})"
        case m.Feed():
            return _feed(subscription.does)
        case m.Drop(operation=operation):
            tag = f"{{work.caller.tenant}}:{operation.name.pascal}"
            return f'await work.runtime.cache.drop((f"{tag}",))'


def _feed(feed: m.Feed) -> str:
    rows = f"Projection.of(work, {feed.view.name.pascal}Repository)"
    if feed.where:
        where = _mapping(feed.where)
        if feed.remove:
            return f"{rows}.drop_where({where})"
        return f"{rows}.change({where}, {_mapping(feed.sets)})"
    assert feed.key is not None
    key = expression(feed.key.source, feed.key.target, IN_HANDLER)
    if feed.remove:
        return f"{rows}.drop({key})"
    sets = arguments(feed.sets, IN_HANDLER)
    return f"{rows}.put({key}{', ' if sets else ''}{sets})"


def _mapping(fills: tuple[m.Fill, ...]) -> str:
    items = (
        f'"{f.target.name.snake}": {expression(f.source, f.target, IN_HANDLER)}' for f in fills
    )
    return f"{{{', '.join(items)}}}"


def subscribed(subscription: m.Subscription, name: str) -> str:
    """The line that subscribes the handler *name*; what is usual is left out."""
    usual = m.Subscription(event=subscription.event, does=subscription.does)
    said = [subscription.event.class_name, name, f'consumer="{subscription.consumer}"']
    if (place := _place(subscription)) is not None:
        said.append(f"place=lambda event: str(event.{place.name.snake})")
    for word in ("otherwise", "missing", "on_dead"):
        value = getattr(subscription, word)
        if value != getattr(usual, word):
            said.append(f'{word}="{value}"')
    if subscription.retry != usual.retry:
        said.append(f"retry={_retry(subscription.retry)}")
    return f"subscribe({', '.join(said)})"


def _place(subscription: m.Subscription) -> m.Field | None:
    """The field that names the row of a view, where it is not the one that orders the events."""
    does = subscription.does
    if not isinstance(does, m.Feed):
        return None
    fills = [fill for fill in (does.key, *does.where) if fill and fill.target == does.view.key]
    named = [fill.source.field for fill in fills if isinstance(fill.source, m.FromEvent)]
    others = [field for field in named if field.name != subscription.event.key.name]
    return others[0] if others else None


def _retry(retry: m.Retry) -> str:
    return f"Retry(attempts={retry.attempts}, first={retry.first}, most={retry.most})"


def scheduled(operation: m.Operation) -> str:
    """The line that lets the clock run an operation."""
    name = operation.name
    kept = operation.first.pascal  # the clock goes on where it was, whatever it is called by now
    return f'Schedule("{kept}", {_every(operation)}, scopes.{name.snake})'


def _every(operation: m.Operation) -> str:
    if isinstance(operation.every, m.Cron):
        return f"Cron({operation.every.line!r})"
    assert operation.every is not None
    seconds = operation.every.seconds
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds % size == 0:
            return f"Every(timedelta({unit}={seconds // size:g}))"
    return f"Every(timedelta(seconds={seconds:g}))"
