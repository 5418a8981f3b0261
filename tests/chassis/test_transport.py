"""Calling a context in this process is as calling it over a network: compared, not believed."""

import asyncio
import contextvars
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
import uvicorn
from _system__chassis.calls.transport import InProcess
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

pytestmark = pytest.mark.anyio

TENANT = contextvars.ContextVar("tenant", default="nobody")
BEGUN, GO, FINISHED = asyncio.Event(), asyncio.Event(), asyncio.Event()


async def echo(request: Request) -> Response:
    body = await request.body()
    return JSONResponse(
        {
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "body": body.decode(),
            "type": request.headers.get("content-type"),
            "header": request.headers.get("x-said"),
            "id": request.path_params.get("id"),
        },
        201,
        {"X-Answered": "yes", "ETag": '"1"'},
    )


async def leaks(request: Request) -> Response:
    return JSONResponse(TENANT.get())


async def breaks(request: Request) -> Response:
    raise RuntimeError("not for others to see")


async def breaks_halfway(request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"half"
        raise RuntimeError("half is out")

    return StreamingResponse(chunks())


def fresh() -> None:
    """Events of this test's own loop."""
    global BEGUN, GO, FINISHED
    BEGUN, GO, FINISHED = asyncio.Event(), asyncio.Event(), asyncio.Event()


async def waits(request: Request) -> Response:
    BEGUN.set()
    await GO.wait()
    FINISHED.set()
    return Response()


async def streams(request: Request) -> Response:
    async def chunks() -> AsyncIterator[bytes]:
        for number in range(3):
            yield str(number).encode()

    return StreamingResponse(chunks())


APP = Starlette(
    routes=[
        Route("/echo", echo, methods=["GET", "POST"]),
        Route("/echo/{id}", echo, methods=["GET", "POST"]),
        Route("/leaks", leaks),
        Route("/breaks", breaks),
        Route("/halfway", breaks_halfway),
        Route("/waits", waits),
        Route("/streams", streams),
        Route("/empty", lambda request: Response(status_code=204)),
        Route("/moved", lambda request: Response(status_code=307, headers={"Location": "/echo"})),
    ]
)


@asynccontextmanager
async def over_the_network() -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the application on a free port of this machine."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    config = uvicorn.Config(APP, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        # Whoever connects before it is up waits: the port is open already.
        async with httpx2.AsyncClient(base_url=base, timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        await serving
        listening.close()


@asynccontextmanager
async def in_process() -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the same application in this process."""
    transport = InProcess(APP)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://service", timeout=60
    ) as client:
        yield client


TABLE = {
    "a query": ("GET", "/echo?a=1&a=2&b=%20x", {}),
    "a path that is quoted": ("GET", "/echo/a%2Fb%20c%C3%A9", {}),
    "a body": ("POST", "/echo", {"json": {"a": "é"}}),
    "bytes": ("POST", "/echo", {"content": b"abc", "headers": {"X-Said": "hello"}}),
    "an empty body": ("POST", "/echo", {}),
    "no content": ("GET", "/empty", {}),
    "a redirect that is not followed": ("GET", "/moved", {}),
    "nothing there": ("GET", "/nowhere", {}),
    "another method": ("DELETE", "/echo", {}),
    "an exception": ("GET", "/breaks", {}),
    "a stream": ("GET", "/streams", {}),
    "no context of the caller's": ("GET", "/leaks", {}),
}


async def seen(client: httpx2.AsyncClient, method: str, path: str, sent: dict) -> object:
    """What a client sees of the answer."""
    TENANT.set("somebody")
    answer = await client.request(method, path, **sent)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name in {"etag", "x-answered", "content-type", "location", "allow"}
    }
    if answer.status_code == 500:
        return 500, "not for others" in answer.text
    return answer.status_code, headers, answer.text


@pytest.mark.parametrize("case", TABLE.values(), ids=TABLE.keys())
async def test_both_transports_behave_alike(case: tuple[str, str, dict]) -> None:
    async with over_the_network() as network, in_process() as process:
        wanted = await seen(network, *case)
        assert await seen(process, *case) == wanted


@pytest.mark.parametrize("way", [over_the_network, in_process])
async def test_whoever_waits_too_long_is_told_so_and_the_other_goes_on(way: object) -> None:
    fresh()
    async with way() as client:
        with pytest.raises(httpx2.ReadTimeout):
            await client.get("/waits", timeout=1)
        assert not FINISHED.is_set()
        GO.set()
        await asyncio.wait_for(FINISHED.wait(), 30)


@pytest.mark.parametrize("way", [over_the_network, in_process])
async def test_whoever_is_cancelled_does_not_cancel_the_other(way: object) -> None:
    fresh()
    async with way() as client:
        asking = asyncio.create_task(client.get("/waits", timeout=60))
        await asyncio.wait_for(BEGUN.wait(), 30)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        GO.set()
        await asyncio.wait_for(FINISHED.wait(), 30)


async def test_nothing_but_bytes_crosses() -> None:
    body = {"items": [1, 2]}
    async with in_process() as client:
        answer = await client.post("/echo", json=body)
        body["items"].append(3)
    assert json.loads(answer.json()["body"]) == {"items": [1, 2]}


async def test_half_an_answer_is_no_answer() -> None:
    async with over_the_network() as network:
        with pytest.raises(httpx2.RemoteProtocolError):
            await network.get("/halfway")
    async with in_process() as process:
        assert (await process.get("/halfway")).status_code == 500
