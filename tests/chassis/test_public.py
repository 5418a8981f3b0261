"""Addresses that are data lead out into the world, or nowhere."""

import httpx2
import pytest
from _system__chassis.calls.public import PublicOnly, is_public
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.anyio

INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "::127.0.0.1",
    "::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::5db8:d822",
    "64:ff9b:1:ffff::1",
    "2001:0:5db8:d822::f5ff:fffe",  # Teredo: by a public server to 10.0.0.1
    "2001:0:a00:1::a247:27dd",  # by a private server to 93.184.216.34
    "fec0::1",
    "feff::1",
    "fd00:ec2::254",
]
OUTSIDE = [
    "93.184.216.34",
    "2606:2800:220:1::1",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
    "2001:0:5db8:d822::a247:27dd",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside_is(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fd00::/8"))
def test_no_private_network_is_public(address: object) -> None:
    assert not is_public(str(address))


class World:
    """A resolver whose answers change from one time to the next, and what was connected to."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.connected: list[httpx2.Request] = []

    async def resolve(self, host: str, port: int) -> list[str]:
        return self.answers.pop(0)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.connected.append(request)
        return httpx2.Response(307, headers={"Location": "http://127.0.0.1/"})

    def client(self) -> httpx2.AsyncClient:
        transport = PublicOnly(httpx2.MockTransport(self.answer), self.resolve)
        return httpx2.AsyncClient(transport=transport)


async def test_it_connects_to_the_address_that_it_looked_at() -> None:
    world = World(["93.184.216.34"], ["127.0.0.1"])
    async with world.client() as client:
        answer = await client.get("https://hook.example.com/a?b=1")
    (request,) = world.connected
    assert (request.url.host, request.url.path) == ("93.184.216.34", "/a")
    assert request.headers["host"] == "hook.example.com"
    assert request.extensions["sni_hostname"] == "hook.example.com"
    assert answer.status_code == 307, "a redirect is an answer, and not followed"


async def test_a_request_that_is_sent_again_is_resolved_again_and_named_as_before() -> None:
    world = World(["93.184.216.34"], ["2606:2800:220:1::1"])
    async with world.client() as client:
        request = client.build_request("POST", "https://hook.example.com/a", json={"b": 1})
        for _ in range(2):
            await client.send(request)
    assert [one.url.host for one in world.connected] == ["93.184.216.34", "2606:2800:220:1::1"]
    for one in world.connected:
        assert one.headers["host"] == one.extensions["sni_hostname"] == "hook.example.com"
        assert await one.aread() == b'{"b":1}'


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], []])
async def test_a_name_that_leads_inside_is_not_called(addresses: list[str]) -> None:
    world = World(addresses)
    async with world.client() as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get("https://hook.example.com/")
    assert world.connected == []
