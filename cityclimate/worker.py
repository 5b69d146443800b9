"""Gunicorn's threaded worker, with what it lacks: a heartbeat that stops when all threads hang, a thread apart for
`/healthz`, and no client that the main thread waits for.
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
HEAD = 4096  # bytes of a request that are looked at
LINGER = 2  # seconds for a client to close its end: one that is cut off may lose the end of its answer
DEAF = 30_000  # milliseconds after which a client is cut off that takes nothing


class Worker(ThreadWorker):
    """Ended by gunicorn after `timeout` seconds in which no thread was free and none sent a byte.

    Gunicorn ends a worker that gives no sign of life for so long. Its own threaded worker gives one as long as the
    main thread lives, whatever becomes of those that answer; this one needs a thread that is free or sends something.
    """

    def init_process(self):
        self.sent_at: dict[int, float] = {}  # thread at work → when it last sent a byte, or began
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
                return answer  # a file, which the kernel sends
            return Watched(answer, self)

        self.wsgi = watched

    # Which thread answers

    def enqueue_req(self, conn: TConn) -> None:
        """A connection on which nothing was sent takes no thread, and a probe waits for none that answers readers."""
        head = peek(conn.sock)
        if head is None and not conn.initialized:
            self.wait_for(conn)
            return
        pool, handle = (self.probes, self.handle) if is_probe(conn, head) else (self.tpool, self.watch)
        done = pool.submit(handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def wait_for(self, conn: TConn) -> None:
        """As gunicorn does after a thread waited for five seconds."""
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    # The end of a connection

    def finish_request(self, conn: TConn, done: Future) -> None:
        """Gunicorn waits for two seconds until a client closes its end, and all others wait with it."""
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
        """What still comes is thrown away, until the client closes its end too."""
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
        """Each second: whoever has not closed its end in time is cut off too."""
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
        if get_ident() in self.sent_at:  # the thread of the probes is not
            self.sent_at[get_ident()] = time.monotonic()

    def notify(self) -> None:
        latest = list(self.sent_at.values())
        if len(latest) < self.cfg.threads or max(latest) >= self.notified:
            self.notified = time.monotonic()
            super().notify()


class Watched:
    """An answer whose parts are reported as they are sent."""

    def __init__(self, answer: Iterable[bytes], worker: Worker):
        self.answer, self.worker = answer, worker

    def __iter__(self) -> Iterator[bytes]:
        for part in self.answer:
            yield part
            self.worker.sent()  # the server asks for more: this part has gone

    def close(self) -> None:
        if hasattr(self.answer, "close"):
            self.answer.close()


def peek(sock: socket.socket) -> bytes | None:
    """What waits to be read, without reading it; None where nothing has come, empty where the client is gone."""
    try:
        return sock.recv(HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def is_probe(conn: TConn, head: bytes | None) -> bool:
    """Whether a whole request for `/healthz` comes next and nothing else: that could hold the thread of the probes."""
    if head is None or not head.startswith(PROBES) or not head.endswith(b"\r\n\r\n"):
        return False
    read_ahead = conn.parser and conn.parser.unreader.buf.getvalue()
    return not read_ahead and not any(name in head.lower() for name in BODY)
