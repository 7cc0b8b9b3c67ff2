"""A slow link: what goes from LISTEN to TARGET on this machine and back, at a rate and after a delay.

    slow_link.py LISTEN TARGET MEGABITS ROUND_TRIP_MILLIS

All connections share the rate, each direction has its own. A sender feels the link: what waits in it is bounded, and the
system's buffer behind it is small.
"""

import asyncio
import contextlib
import socket
import sys
import time

PIECE_BYTES = 4096
# What may wait for its turn, as in a router that is not made of memory.
QUEUE_SECONDS = 0.02
RECEIVE_BUFFER_BYTES = 32768


class Direction:
    """Hands out moments at which the last bit of a piece has left."""

    def __init__(self, bytes_per_second):
        self.bytes_per_second = bytes_per_second
        self.free_at = 0.0

    async def room(self):
        while (wait := self.free_at - time.monotonic() - QUEUE_SECONDS) > 0:
            await asyncio.sleep(wait)

    def leaves_at(self, count):
        self.free_at = max(self.free_at, time.monotonic()) + count / self.bytes_per_second
        return self.free_at


async def carry(reader, writer, direction, delay):
    travelling = asyncio.Queue()

    async def arrive():
        while (piece := await travelling.get()) is not None:
            due, data = piece
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            writer.write(data)
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    try:
        await direction.room()
        while data := await reader.read(PIECE_BYTES):
            travelling.put_nowait((direction.leaves_at(len(data)) + delay, data))
            await direction.room()
    except ConnectionError:
        pass
    finally:
        travelling.put_nowait(None)
        with contextlib.suppress(ConnectionError):
            await arriving
        writer.close()


def without_waiting(writer):
    writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def main(listen, target, megabits, round_trip_millis):
    up, down = (Direction(megabits * 1e6 / 8) for _ in range(2))
    delay = round_trip_millis / 2 / 1000

    async def connected(client_reader, client_writer):
        server = socket.socket()
        # Before the connection, or the window has been offered already.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        server.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(server, ("127.0.0.1", target))
        except OSError:
            client_writer.close()
            return
        server_reader, server_writer = await asyncio.open_connection(sock=server, limit=PIECE_BYTES)
        without_waiting(client_writer)
        without_waiting(server_writer)
        await asyncio.gather(
            carry(client_reader, server_writer, up, delay), carry(server_reader, client_writer, down, delay))

    async with await asyncio.start_server(connected, "127.0.0.1", listen, limit=PIECE_BYTES) as relay:
        print(f"Listening on 127.0.0.1:{relay.sockets[0].getsockname()[1]}", flush=True)
        await relay.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
