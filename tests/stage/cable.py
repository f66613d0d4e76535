"""The network cable between a box and the broker: it can be pulled, plugged in again, and made slow.

A TCP proxy on loopback. Pulled ``cut`` the connections break at once and new ones are reset, as when a switch loses
power; pulled ``silent`` nothing comes through any more and nobody is told, as when the line is dead further away: what
was under way goes on once the cable is plugged in again.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from typing import Any, Literal, Self

from tests.stage.processes import LOOPBACK

CHUNK_BYTES = 64 * 1024


def _break(connection: asyncio.StreamWriter) -> None:
    """End a connection with a reset, not with a polite good-bye."""
    connection.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.transport.abort()


class Cable:
    """A cable from ``port`` here to ``to_port``; plugged in from the start."""

    def __init__(self, to_port: int, port: int = 0) -> None:
        self._to_port = to_port
        self._loop = asyncio.new_event_loop()
        self._state: Literal["plugged", "cut", "silent"] = "plugged"
        self._flows = asyncio.Event()
        self._delay_s = 0.0
        self._connections: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cable", daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._run(asyncio.start_server(self._carry, LOOPBACK, port))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.plug()

    @property
    def plugged(self) -> bool:
        """Whether anything comes through."""
        return self._state == "plugged"

    def pull(self, how: Literal["cut", "silent"] = "cut") -> None:
        """Nothing comes through from now on."""

        async def pull() -> None:
            self._state = how
            self._flows.clear()
            if how == "cut":
                self._break_all()

        self._run(pull())

    def plug(self) -> None:
        """Everything comes through again."""

        async def plug() -> None:
            self._state = "plugged"
            self._flows.set()

        self._run(plug())

    def slow(self, delay_ms: int) -> None:
        """Every piece of data takes so long on its way; 0 makes the cable fast again."""
        self._delay_s = delay_ms / 1000

    def close(self) -> None:
        """Take the cable away for good."""

        async def end() -> None:
            self._server.close()
            self._break_all()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self._run(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _carry(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        if self._state == "cut":
            _break(near_out)
            return
        self._connections.add(near_out)
        try:
            await self._flows.wait()
            far_in, far_out = await asyncio.open_connection(LOOPBACK, self._to_port)
            self._connections.add(far_out)
            try:
                async with asyncio.TaskGroup() as ways:
                    ways.create_task(self._one_way(near_in, far_out))
                    ways.create_task(self._one_way(far_in, near_out))
            finally:
                self._connections.discard(far_out)
                far_out.close()
        except* OSError:
            pass
        finally:
            self._connections.discard(near_out)
            near_out.close()

    async def _one_way(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(CHUNK_BYTES):
            await asyncio.sleep(self._delay_s)
            await self._flows.wait()
            sink.write(data)
            await sink.drain()
        with contextlib.suppress(OSError, RuntimeError):
            sink.write_eof()

    def _break_all(self) -> None:
        for connection in self._connections:
            _break(connection)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
