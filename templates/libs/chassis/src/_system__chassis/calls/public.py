"""Calls to addresses that are data: only out into the world, never to this machine or network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterator

import httpx2

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # leads wherever its network says
_COMPATIBLE = ipaddress.IPv6Network("::/96")

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that *host* stands for."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether *address* is one that anybody may call: not private, not local, not a multicast."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_open(ip)
    if ip in _LOCAL_NAT64 or ip.is_site_local:
        return False
    # Whoever stands between may unwrap an address of the old kind, and go on to that.
    inside = list(_inside(ip))
    return all(map(_is_open, inside)) if inside else _is_open(ip)


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast


def _inside(ip: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that *ip* stands for or leads through."""
    last = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip.ipv4_mapped or ip in _NAT64 or ip in _COMPATIBLE:
        yield last
    elif ip.sixtofour:
        yield ip.sixtofour
    elif ip.teredo:
        yield from ip.teredo


class PublicOnly(httpx2.AsyncBaseTransport):
    """Resolves a name once, looks at where it leads, and connects to exactly that address.

    A name that answers differently the second time would else get past the look.
    """

    def __init__(
        self, transport: httpx2.AsyncBaseTransport | None = None, resolve: Resolve = resolve
    ) -> None:
        self._transport = transport or httpx2.AsyncHTTPTransport()
        self._resolve = resolve

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends *request*; raises ConnectError where it would lead inside."""
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpx2.ConnectError(f"{host} is not found", request=request) from error
        if not addresses or not all(map(is_public, addresses)):
            raise httpx2.ConnectError(f"{host} is no public address", request=request)
        return await self._transport.handle_async_request(_to(addresses[0], request))

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._transport.aclose()


def _to(address: str, request: httpx2.Request) -> httpx2.Request:
    """The same request to *address*; its Host header and the certificate's name stay those of the
    name. *request* itself stays as it is: it may be sent again, and is resolved anew then."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
