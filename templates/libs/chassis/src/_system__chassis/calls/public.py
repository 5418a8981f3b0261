"""Calls to addresses that are data: only out into the world, never to this machine or network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

import httpx2

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that *host* stands for."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def is_public(address: str) -> bool:
    """Whether *address* is one that anybody may call: not private, not local, not a multicast."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is not None and not is_public(str(inside)):
            return False
    return ip.is_global and not ip.is_multicast


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
        # The Host header and the certificate's name stay those of the name.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._transport.aclose()
