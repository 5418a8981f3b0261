"""What the samples resolve to, in a few dozen facts that a reader can check against them."""

from blueprint.model import (
    AggregateRef,
    Cron,
    Drop,
    EnumRef,
    Feed,
    Interval,
    ListOf,
    PageOf,
    PublishedRef,
    Record,
    Ref,
    Retry,
    Run,
    ViewRef,
)
from blueprint.names import Name
from tests.front.resolving import (
    aggregate,
    context,
    names,
    operation,
    optional,
    route,
    sample,
    shown,
    view,
)

DIAGNOSTICS = sample("diagnostics")
ORDERING = context(DIAGNOSTICS, "ordering")
PATIENTS = context(DIAGNOSTICS, "patients")
LABORATORY = context(DIAGNOSTICS, "laboratory")
BILLING = context(DIAGNOSTICS, "billing")
NOTIFICATIONS = context(DIAGNOSTICS, "notifications")


def test_what_is_not_ours_is_no_context() -> None:
    assert [c.name.text for c in DIAGNOSTICS.contexts] == [
        "patients",
        "ordering",
        "laboratory",
        "billing",
        "notifications",
    ]
    assert [e.name.text for e in DIAGNOSTICS.externals] == ["devices"]


def test_an_order_takes_neither_its_owner_nor_what_it_has_by_itself() -> None:
    place = operation(ORDERING, "PlaceOrder")

    assert names(place.input) == ["patient_id", "priority", "tests", "notes"]
    assert shown(place.writes) == {
        "id": "NewId",
        "clinician_id": "Caller",
        "patient_id": "input.patient_id",
        "priority": "input.priority",
        "tests": "input.tests",
        "notes": "input.notes",
    }


def test_an_order_is_placed_in_both_versions() -> None:
    place = operation(ORDERING, "PlaceOrder")

    assert place.versions == ("v1", "v2")
    assert [(r.method, r.path, r.status) for r in place.routes] == [("POST", "/orders", 201)] * 2
    assert route(place).body_fields == place.input


def test_an_order_asks_for_its_patient_as_the_map_allows() -> None:
    [need] = operation(ORDERING, "PlaceOrder").needs

    assert need.title == "patients.GetPatient"
    assert need.endpoint.path == "/api/patients/v1/patients/{id}"
    assert shown(need.fills) == {"id": "input.patient_id"}
    assert (need.timeout, need.retry, need.translated) == (0.3, 2, True)
    assert [(r.theirs.text, r.ours.status) for r in need.refused] == [("not_found", 404)]


def test_the_event_of_an_order_is_filled_over_all_its_versions() -> None:
    [emission] = operation(ORDERING, "PlaceOrder").emits

    assert emission.when == "always"
    assert shown(emission.fills) == {
        "order_id": "FromAggregate.id",
        "patient_id": "FromAggregate.patient_id",
        "priority": "FromAggregate.priority",
        "tests": "FromAggregate.tests",
    }
    assert [names(version.fields) for version in emission.event.versions] == [
        ["order_id", "patient_id"],
        ["order_id", "patient_id", "priority", "tests"],
    ]


def test_topics_are_made_of_snake_case_and_the_version() -> None:
    event = ORDERING.event("OrderPlaced")

    assert event is not None
    assert [v.topic for v in event.versions] == [
        "diagnostics.ordering.order_placed.v1",
        "diagnostics.ordering.order_placed.v2",
    ]


def test_a_cancellation_takes_its_order_from_the_path_and_its_reason_from_the_body() -> None:
    cancel = operation(ORDERING, "CancelOrder")
    where = route(cancel, "v2")

    assert (where.method, where.path, where.status) == ("POST", "/orders/{id}/cancellation", 200)
    assert (names(where.path_fields), names(where.body_fields)) == (["id"], ["reason"])
    assert cancel.access.owned
    assert cancel.writes == ()
    assert shown(cancel.emits[0].fills) == {
        "order_id": "FromAggregate.id",
        "reason": "input.reason",
    }


def test_what_only_an_event_runs_has_no_route() -> None:
    complete = operation(ORDERING, "CompleteOrder")

    assert complete.routes == ()
    assert complete.is_plain
    [run] = ORDERING.runs(complete)
    assert run.event.label == "laboratory.ResultReported@v1"
    assert isinstance(run.does, Run)
    assert shown(run.does.fills) == {"id": "event.order_id"}
    assert (run.otherwise, run.missing, run.on_dead) == ("ignore", "retry", "block")
    assert run.retry == Retry(attempts=8, first=1.0, most=600.0)


def test_code_decides_what_is_cancelled_by_the_clock() -> None:
    stale = operation(ORDERING, "CancelStale")

    assert not stale.is_plain
    assert stale.transition is not None
    assert stale.transition.name.text == "cancel"
    assert stale.every == Interval(seconds=3600.0)
    assert [(e.when, e.fills) for e in stale.emits] == [("may", ())]
    assert stale.output is None


def test_a_query_answers_the_whole_and_a_list_a_page_of_it() -> None:
    order = AggregateRef(aggregate=aggregate(ORDERING, "LabOrder"))

    assert operation(ORDERING, "GetOrder").output == order
    assert operation(ORDERING, "ListOrders").output == PageOf(item=order)
    board = operation(ORDERING, "WardBoard")
    assert board.output == PageOf(item=ViewRef(view=view(ORDERING, "OrderOverview")))
    assert names(board.sorts) == ["order_id"]


def test_the_filters_of_a_list_are_no_input() -> None:
    orders = operation(ORDERING, "ListOrders")

    assert orders.input == ()
    assert [(f.field.name.text, f.comparison) for f in orders.filters] == [
        ("status", "equals"),
        ("patient_id", "equals"),
        ("created_at", "range"),
    ]
    assert (names(orders.sorts), orders.page) == (["created_at"], 50)


def test_references_and_the_owner_are_indexed_after_what_is_written() -> None:
    indexes = aggregate(ORDERING, "LabOrder").indexes

    assert [names(index.fields) for index in indexes] == [
        ["created_at"],
        ["status", "priority"],
        ["clinician_id"],
        ["patient_id"],
    ]


def test_an_aggregate_has_by_itself_what_nobody_writes() -> None:
    order = aggregate(ORDERING, "LabOrder")

    assert names(order.own_fields) == [
        "id",
        "version",
        "created_at",
        "updated_at",
        "tenant",
        "status",
    ]
    assert order.owner is not None
    assert order.owner.field.name.text == "clinician_id"
    assert order.lifecycle is not None
    assert [s.text for s in order.lifecycle.states] == [
        "placed",
        "collected",
        "cancelled",
        "completed",
    ]


def test_the_older_version_of_an_api_is_deprecated_and_has_a_successor() -> None:
    old, new = ORDERING.api.served

    assert (old.name, old.deprecated, str(old.sunset), old.successor) == (
        "v1",
        True,
        "2027-06-30",
        "v2",
    )
    assert (new.name, new.status, new.successor) == ("v2", "active", None)
    assert ORDERING.api.current == new
    assert [change.field.text for change in ORDERING.api.changes_after("v1")] == [
        "priority",
        "priority",
        "patient_id",
    ]
    assert ORDERING.api.changes_after("v2") == ()


def test_the_map_says_who_may_call_patients() -> None:
    assert [c.text for c in PATIENTS.callers] == ["ordering", "billing"]
    assert [e.label for e in PATIENTS.called] == ["patients.GetPatient"]
    grants = operation(PATIENTS, "GetPatient").access.grants
    assert [(str(g.role or ""), str(g.service or "")) for g in grants] == [
        ("clinician", ""),
        ("", "billing"),
    ]


def test_a_patch_takes_what_is_mutable_and_in_a_contract() -> None:
    update = operation(PATIENTS, "UpdatePatient")

    assert update.patch
    assert names(update.input) == ["id", "given_name", "family_name", "born_on", "email", "address"]
    assert names(route(update).path_fields) == ["id"]


def test_what_is_internal_is_written_as_nothing_and_never_taken() -> None:
    register = operation(PATIENTS, "RegisterPatient")

    assert "into_id" not in names(register.input)
    assert shown(register.writes)["into_id"] == "= None"


def test_a_conformist_takes_the_published_types_of_others() -> None:
    make = operation(BILLING, "MakeInvoice")
    types = {field.name.text: field.type for field in make.input}

    assert isinstance(types["order_id"], Ref)
    assert isinstance(types["tests"], ListOf)
    assert types["tests"].min == 1
    assert isinstance(types["tests"].item, PublishedRef)
    assert types["tests"].item.context == Name("ordering")
    [run] = BILLING.runs(make)
    assert isinstance(run.does, Run)
    assert shown(run.does.fills)["tests"] == "event.tests"
    assert run.on_dead == "skip"


def test_a_conformists_need_is_not_translated_and_an_external_one_is() -> None:
    [patient] = operation(BILLING, "MakeInvoice").needs
    [start] = operation(LABORATORY, "StartAnalysis").needs

    assert (patient.translated, start.translated) == (False, True)
    assert start.endpoint.external
    assert (start.endpoint.path, start.endpoint.timeout, start.timeout) == ("/runs", 3.0, 2.0)
    assert isinstance(start.endpoint.output, Record)


def test_set_writes_the_time_and_an_equal_name_its_input() -> None:
    report = operation(LABORATORY, "ReportResult")

    assert shown(report.writes) == {"findings": "input.findings", "reported_at": "Now"}


def test_a_custom_query_answers_a_record_and_takes_its_input_from_the_query() -> None:
    revenue = operation(BILLING, "GetRevenue")

    assert revenue.output == Record(name=Name("GetRevenue"), fields=revenue.output_fields)
    assert names(revenue.output_fields) == ["invoices", "total"]
    assert names(route(revenue).query_fields) == ["since", "until"]
    assert operation(BILLING, "MarkOverdue").every == Cron(line="0 4 * * *")


def test_a_view_is_found_by_its_key() -> None:
    account = operation(BILLING, "GetAccount")

    assert account.id == view(BILLING, "PatientAccount").key
    assert names(route(account).path_fields) == ["patient_id"]


def test_the_laboratorys_list_is_fed_by_two_events_and_emptied_by_two() -> None:
    sample_list = view(LABORATORY, "Sample")
    feeds = [s.does for s in LABORATORY.feeds(sample_list) if isinstance(s.does, Feed)]

    assert [feed.remove for feed in feeds] == [False, False, True, True]
    assert [shown(feed.sets) for feed in feeds] == [
        {"state": "= ordered"},
        {"state": "= drawn"},
        {},
        {},
    ]
    assert all(
        f.key is not None and shown([f.key]) == {"order_id": "event.order_id"} for f in feeds
    )
    assert optional(sample_list.fields) == []


def test_a_merged_patient_is_changed_in_every_row_of_the_board() -> None:
    board = view(ORDERING, "OrderOverview")
    merged = ORDERING.feeds(board)[-1].does

    assert isinstance(merged, Feed)
    assert merged.key is None
    assert shown(merged.where) == {"patient_id": "event.from_id"}
    assert shown(merged.sets) == {"patient_id": "event.into_id"}


def test_a_row_may_lack_what_not_every_event_brings() -> None:
    assert optional(view(ORDERING, "OrderOverview").fields) == ["patient_id", "priority"]


def test_a_kernels_types_belong_to_each_of_its_owners() -> None:
    assert [v.name.text for v in PATIENTS.kernel_values] == ["Address"]
    assert PATIENTS.kernel_values == BILLING.kernel_values
    assert ORDERING.kernel_values == ()
    assert [k.name.text for k in DIAGNOSTICS.kernels] == ["postal"]


def test_a_context_says_its_storage_and_its_limit_for_itself() -> None:
    limit = NOTIFICATIONS.api.rate_limit

    assert (NOTIFICATIONS.storage.engine, NOTIFICATIONS.tenancy) == ("sqlite", True)
    assert limit is not None
    assert (limit.count, limit.seconds, limit.per) == (20, 60, "token")
    assert NOTIFICATIONS.base_path == "/api/notifications"
    assert [v.name for v in NOTIFICATIONS.api.versions] == ["v1"]


def test_a_delete_answers_204_and_nothing() -> None:
    delete = operation(NOTIFICATIONS, "DeleteNotice")

    assert (route(delete).status, delete.output) == (204, None)


def test_examples_name_fields_and_give_values() -> None:
    done, refused = operation(ORDERING, "CancelOrder").examples

    assert done.given is not None
    assert [(a.field.name.text, a.value) for a in done.given] == [("status", "placed")]
    assert [(a.field.name.text, a.value) for a in done.when] == [("reason", "moved away")]
    assert (done.outcome, done.emits) == ("done", (Name("OrderCancelled"),))
    assert (refused.outcome, refused.error) == ("refused", None)
    assert (refused.when, refused.emits) == ((), None)
    [make] = operation(BILLING, "MakeInvoice").examples
    assert make.given is None
    assert make.when[-1].value == ({"code": "GLU", "specimen": "blood"},)


def test_what_a_context_publishes_are_the_types_of_its_events_and_called_operations() -> None:
    assert [v.name.text for v in ORDERING.published_values] == ["OrderedTest"]
    assert [e.name.text for e in ORDERING.published_enums] == ["Priority"]
    assert [v.name.text for v in PATIENTS.published_values] == ["Address"]
    assert LABORATORY.published_values == ()


def test_hello_needs_nothing_but_its_one_context() -> None:
    hello = sample("hello")
    tasks = context(hello, "tasks")

    assert (tasks.storage.engine, tasks.tenancy) == ("sqlite", False)
    assert all(found.access.public and found.is_plain for found in tasks.operations)
    assert hello.security.tokens is None
    [fed] = tasks.subscriptions
    assert fed.consumer == "FinishedTask"
    assert not isinstance(fed.does, Run | Drop)


def test_an_enum_is_the_same_object_wherever_it_stands() -> None:
    order, board = aggregate(ORDERING, "LabOrder"), view(ORDERING, "OrderOverview")
    types = {field.name.text: field.type for field in (*order.fields, *board.fields)}

    assert isinstance(types["priority"], EnumRef)
    assert types["priority"].enum is ORDERING.enums[0]
