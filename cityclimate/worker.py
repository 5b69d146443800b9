"""Gunicorn's threaded worker with three additions.

Its heartbeat stops when all threads hang, `/healthz` has a thread of its own, and the main thread waits for no client.
"""

import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from threading import get_ident

from gunicorn.workers.gthread import TConn, ThreadWorker

PROBES = (b"GET /healthz HTTP/1.", b"HEAD /healthz HTTP/1.")
BODY = (b"\ncontent-length", b"\ntransfer-encoding")
HEAD = 4096  # bytes of a request to look at
LINGER = 2  # seconds for a client to close its end; closing earlier may lose the end of the response
DEAF = 30_000  # milliseconds until a client that acknowledges nothing is disconnected


class Worker(ThreadWorker):
    """Gunicorn kills it after `timeout` seconds in which no thread was free and none sent a byte.

    Gunicorn kills a worker without a heartbeat. The heartbeat of its own threaded worker depends on the main thread
    only; this one needs a thread that is free or sends something.
    """

    def init_process(self):
        self.sent_at: dict[int, float] = {}  # busy thread → when it last sent a byte, or started
        self.notified = 0.0
        self.probes = ThreadPoolExecutor(1, "healthz")
        self.lingering: deque[tuple[float, TConn]] = deque()
        for listener in self.sockets:
            if listener.FAMILY in (socket.AF_INET, socket.AF_INET6) and hasattr(socket, "TCP_USER_TIMEOUT"):
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAF)
        super().init_process()

    def load_wsgi(self):
        super().load_wsgi()
        application = self.wsgi

        def watched(environ, start_response):
            answer = application(environ, start_response)
            if isinstance(answer, environ["wsgi.file_wrapper"]):
                return answer  # gunicorn sends it with sendfile
            return Watched(answer, self)

        self.wsgi = watched

    # Choosing a thread

    def enqueue_req(self, conn: TConn) -> None:
        """An idle connection takes no thread, and a health probe uses a thread of its own."""
        head = peek(conn.sock)
        if head is None and not conn.initialized:
            self.wait_for(conn)
            return
        pool, handle = (self.probes, self.handle) if is_probe(conn, head) else (self.tpool, self.watch)
        done = pool.submit(handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def wait_for(self, conn: TConn) -> None:
        """Leaves the connection to the poller, as gunicorn does after a thread has waited for five seconds."""
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    # Closing connections

    def finish_request(self, conn: TConn, done: Future) -> None:
        """Lets a client close its end without blocking. Gunicorn blocks the main thread for up to two seconds here."""
        if done.cancelled() or done.exception() or done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self.drain, conn))
        except (OSError, ValueError):  # the client is gone
            self.nr_conns -= 1
            conn.close()
        else:
            self.lingering.append((time.monotonic() + LINGER, conn))

    def drain(self, conn: TConn, sock: socket.socket) -> None:
        """Discards what still arrives, and closes the connection once the client has closed its end."""
        try:
            if sock.recv(HEAD):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(sock)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Runs every second; also closes connections whose client has not closed its end in time."""
        super().murder_pending()
        while self.lingering and self.lingering[0][0] < time.monotonic():
            _until, conn = self.lingering.popleft()
            if conn.sock.fileno() >= 0:
                self.poller.unregister(conn.sock)
                self.nr_conns -= 1
                conn.close()

    # The heartbeat

    def watch(self, conn: TConn):
        self.sent_at[get_ident()] = time.monotonic()
        try:
            return self.handle(conn)
        finally:
            del self.sent_at[get_ident()]

    def sent(self) -> None:
        if get_ident() in self.sent_at:  # the probe thread is not
            self.sent_at[get_ident()] = time.monotonic()

    def notify(self) -> None:
        latest = list(self.sent_at.values())
        if len(latest) < self.cfg.threads or max(latest) >= self.notified:
            self.notified = time.monotonic()
            super().notify()


class Watched:
    """A response that reports each part to the worker as it is sent."""

    def __init__(self, answer: Iterable[bytes], worker: Worker):
        self.answer, self.worker = answer, worker

    def __iter__(self) -> Iterator[bytes]:
        for part in self.answer:
            yield part
            self.worker.sent()  # the server asks for the next part, so this one was sent

    def close(self) -> None:
        if hasattr(self.answer, "close"):
            self.answer.close()


def peek(sock: socket.socket) -> bytes | None:
    """The bytes that can be read, without consuming them; None if there are none yet, empty if the client is gone."""
    try:
        return sock.recv(HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def is_probe(conn: TConn, head: bytes | None) -> bool:
    """Whether exactly one complete request for `/healthz` is waiting. Anything more could block the probe thread."""
    if head is None or not head.startswith(PROBES) or not head.endswith(b"\r\n\r\n"):
        return False
    read_ahead = conn.parser and conn.parser.unreader.buf.getvalue()
    return not read_ahead and not any(name in head.lower() for name in BODY)
