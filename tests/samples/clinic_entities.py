"""What a generated clinic does with the pets of an owner; test_entities.py runs it in there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import event, func, select
from vet_chassis.errors import Conflict
from vet_chassis.ids import uuid7
from vet_chassis.testing import System, running
from vet_clinic.adapters import tables
from vet_clinic.adapters.repositories import OwnerRepository
from vet_clinic.entrypoints.app import SERVICE
from vet_clinic.model.owner import Owner
from vet_clinic.model.values import Species
from vet_clinic.testing import owner, pet

pytestmark = pytest.mark.anyio

OWNERS = "/api/clinic/v2/owners"


@pytest.fixture
async def system() -> AsyncIterator[System]:
    async with running(SERVICE) as found:
        yield found


async def an_owner(system: System, *, name: str = "Ann", subject: str = "someone") -> UUID:
    async with system.work(subject=subject) as work:
        tenant = work.caller.tenant
        new = OwnerRepository(work).add(owner(tenant=tenant, name=name, subject_id=subject))
    return new.id


async def read(system: System, id: UUID) -> Owner:
    async with system.work() as work:
        return await OwnerRepository(work).get(id)


async def rows(system: System) -> int:
    async with system.runtime.database.read("tenant-one") as connection:
        return (
            await connection.execute(select(func.count()).select_from(tables.pets))
        ).scalar_one()


async def test_what_was_added_is_answered_and_stands_last(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    first = await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    second = await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Rex", "tag": "b"})
    made = second.json()
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.headers["etag"], second.headers["etag"]) == ('"2"', '"3"')
    assert second.headers["location"] == f"{OWNERS}/{id_}/pets/{made['id']}"
    assert made["name"] == "Rex"
    assert "notes" not in made
    seen = await clerk.get(f"{OWNERS}/{id_}")
    assert seen.headers["etag"] == '"3"'
    assert seen.json()["pets"] == [first.json(), made]


async def test_a_merge_patch_changes_one_and_leaves_the_rest(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    for tag in ("a", "b"):
        await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": f"pet {tag}", "tag": tag})
    first, second = (await read(system, id_)).pets
    changed = await clerk.patch(f"{OWNERS}/{id_}/pets/{first.id}", json={"name": "Tom"})
    assert (changed.status_code, changed.json()["name"]) == (200, "Tom")
    assert (await read(system, id_)).pets == (replace(first, name="Tom"), second)
    assert (
        await clerk.patch(f"{OWNERS}/{id_}/pets/{first.id}", json={"tag": "b"})
    ).status_code == 409


async def test_a_removed_one_is_gone_and_the_others_keep_their_order(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    for tag in "abc":
        await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": tag, "tag": tag})
    middle = (await read(system, id_)).pets[1]
    gone = await clerk.delete(f"{OWNERS}/{id_}/pets/{middle.id}")
    assert (gone.status_code, gone.content) == (204, b"")
    await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "d", "tag": "b"})
    assert [one.name for one in (await read(system, id_)).pets] == ["a", "c", "d"]
    again = await clerk.delete(f"{OWNERS}/{id_}/pets/{middle.id}")
    assert again.status_code == 404


async def test_if_match_speaks_of_the_aggregate(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    made = await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    path = f"{OWNERS}/{id_}/pets/{made.json()['id']}"
    stale = await clerk.patch(path, json={"name": "Rex"}, headers={"If-Match": '"1"'})
    fresh = await clerk.patch(
        path, json={"name": "Rex"}, headers={"If-Match": made.headers["etag"]}
    )
    assert (stale.status_code, fresh.status_code, fresh.headers["etag"]) == (412, 200, '"3"')


async def test_the_same_key_adds_once(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    asked = {"json": {"name": "Tom", "tag": "a"}, "headers": {"Idempotency-Key": "one"}}
    first = await clerk.post(f"{OWNERS}/{id_}/pets", **asked)
    second = await clerk.post(f"{OWNERS}/{id_}/pets", **asked)
    assert second.headers["idempotency-replayed"] == "true"
    assert (second.json(), second.headers["etag"]) == (first.json(), first.headers["etag"])
    assert len((await read(system, id_)).pets) == 1


async def test_who_is_not_there_has_no_pets(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    others = await an_owner(system, subject="another")
    body = {"name": "Tom", "tag": "a"}
    for whose in (uuid7(), others):
        assert (await clerk.post(f"{OWNERS}/{whose}/pets", json=body)).status_code == 404
    assert (await clerk.patch(f"{OWNERS}/{id_}/pets/{uuid7()}", json={})).status_code == 404
    other_tenant = system.as_role("clerk", tenant="another")
    assert (await other_tenant.post(f"{OWNERS}/{id_}/pets", json=body)).status_code == 404


async def test_one_holds_no_more_than_it_may(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    asked = [
        await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": tag, "tag": tag}) for tag in "abcdef"
    ]
    assert [one.status_code for one in asked] == [201] * 5 + [422]
    assert asked[-1].json()["type"].endswith("too_many_children")
    assert len((await read(system, id_)).pets) == 5


async def test_what_is_unique_is_so_among_the_pets_of_one(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    other = await an_owner(system)
    asked = [
        await clerk.post(f"{OWNERS}/{whose}/pets", json={"name": "Tom", "tag": "a"})
        for whose in (id_, id_, other)
    ]
    assert [one.status_code for one in asked] == [201, 409, 201]


async def test_the_rules_of_the_aggregate_see_them(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_rex(whole: Owner) -> bool:
        """Nobody is called Rex."""
        return all(one.name != "Rex" for one in whole.pets)

    monkeypatch.setattr(OwnerRepository, "_invariants", (no_rex,))
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    refused = await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Rex", "tag": "a"})
    assert refused.status_code == 422
    assert (await read(system, id_)).pets == ()


async def test_code_may_reorder_them_and_change_many_at_once(system: System) -> None:
    id_ = await an_owner(system)
    async with system.work() as work:
        owners = OwnerRepository(work)
        found = await owners.get(id_)
        owners.save(replace(found, pets=tuple(pet(name=name) for name in "abc")))
    before = await read(system, id_)
    a, b, c = before.pets
    new = pet(name="d")
    async with system.work() as work:
        owners = OwnerRepository(work)
        found = await owners.get(id_)
        owners.save(replace(found, pets=(c, new, replace(a, name="z"))))
    after = await read(system, id_)
    assert after.pets == (c, new, replace(a, name="z"))
    assert (after.version, before.version) == (3, 2)
    assert b not in after.pets


async def test_what_never_changes_of_one_is_kept(system: System) -> None:
    id_ = await an_owner(system)
    async with system.work() as work:
        owners = OwnerRepository(work)
        found = owners.save(replace(await owners.get(id_), pets=(pet(),)))
        other = replace(found.pets[0], species=Species.DOG)
        with pytest.raises(ValueError, match="species is immutable"):
            owners.save(replace(found, pets=(other,)))


async def test_two_writers_of_one_aggregate_do_not_overwrite_each_other(system: System) -> None:
    id_ = await an_owner(system)

    async def overtaken() -> None:
        async with system.work() as slow:
            found = await OwnerRepository(slow).get(id_)
            async with system.work() as quick:
                owners = OwnerRepository(quick)
                owners.save(replace(await owners.get(id_), pets=(pet(name="quick"),)))
            OwnerRepository(slow).save(replace(found, pets=(pet(name="slow"),)))

    with pytest.raises(Conflict):
        await overtaken()
    assert [one.name for one in (await read(system, id_)).pets] == ["quick"]


async def test_they_go_with_their_aggregate(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    assert await rows(system) == 1
    assert (await clerk.delete(f"{OWNERS}/{id_}")).status_code == 204
    assert await rows(system) == 0


async def test_putting_another_in_its_place_keeps_them(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    put = await clerk.put(f"{OWNERS}/{id_}", json={"name": "Eve"})
    assert put.status_code == 200
    assert [one["name"] for one in put.json()["pets"]] == ["Tom"]


async def test_a_page_is_read_with_one_statement_for_each_kind_of_children(system: System) -> None:
    clerk = system.as_role("clerk")
    for name in "abcdefgh":
        id_ = await an_owner(system, name=name)
        await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    engine = system.runtime.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    page = await clerk.get(f"{OWNERS}?limit=5")
    event.remove(engine, "before_cursor_execute", note)
    assert [len(one["pets"]) for one in page.json()["items"]] == [1] * 5
    read = [one.split("FROM ")[1].split()[0] for one in asked if "FROM " in one]
    assert sorted(read) == ["owners", "pets", "phones"]


async def test_an_older_version_sees_them_as_it_knows_them(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    old = await clerk.post(
        f"{OWNERS.replace('v2', 'v1')}/{id_}/pets",
        json={"called": "Tom", "tag": "a", "species": "cat"},
    )
    assert old.status_code == 201, old.text
    assert "weight" not in old.json()
    await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tit", "tag": "b", "species": "bird"})
    seen = await clerk.get(f"{OWNERS.replace('v2', 'v1')}/{id_}")
    assert [(one["called"], one["species"]) for one in seen.json()["pets"]] == [
        ("Tom", "cat"),
        ("Tit", "cat"),
    ]


async def test_events_tell_of_the_one_that_was_added(system: System) -> None:
    clerk, id_ = system.as_role("clerk"), await an_owner(system)
    made = await clerk.post(f"{OWNERS}/{id_}/pets", json={"name": "Tom", "tag": "a"})
    await clerk.patch(f"{OWNERS}/{id_}/pets/{made.json()['id']}", json={"name": "Rex"})
    await system.settle()
    async with system.runtime.database.read("tenant-one") as connection:
        found = (await connection.execute(select(tables.animals))).mappings().all()
    assert [(str(one["pet_id"]), one["name"]) for one in found] == [(made.json()["id"], "Rex")]


async def test_a_new_owner_brings_pets_and_each_gets_an_id(system: System) -> None:
    clerk = system.as_role("clerk")
    asked = {"name": "Ann", "pets": [{"name": "Tom", "tag": "a"}, {"name": "Rex", "tag": "b"}]}
    made = await clerk.post(OWNERS, json=asked)
    assert made.status_code == 201, made.text
    ids = [one["id"] for one in made.json()["pets"]]
    assert len(set(ids)) == 2
    seen = await clerk.get(made.headers["location"])
    assert seen.json()["pets"] == made.json()["pets"]
    many = asked | {"pets": [{"name": tag, "tag": tag} for tag in "abcdef"]}
    assert (await clerk.post(OWNERS, json=many)).status_code == 422
