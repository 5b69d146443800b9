"""Gunicorn's threaded worker, with two things that it lacks: a heartbeat that stops when all threads hang, and a
thread apart for `/healthz`.
"""

import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident

from gunicorn.workers.gthread import TConn, ThreadWorker

PROBES = (b"GET /healthz HTTP/1.", b"HEAD /healthz HTTP/1.")
HEAD = 4096  # bytes of a request that are looked at
SILENT = 5  # seconds that the kernel keeps a connection to itself on which nothing was sent


class Worker(ThreadWorker):
    """Ended by gunicorn after `timeout` seconds in which no thread was free and none sent a byte.

    Gunicorn ends a worker that gives no sign of life for so long. Its own threaded worker gives one as long as the
    main thread lives, whatever becomes of those that answer; this one needs a thread that is free or sends something.
    """

    def init_process(self):
        self.sent_at: dict[int, float] = {}  # thread at work → when it last sent a byte, or began
        self.notified = 0.0
        self.probes = ThreadPoolExecutor(1, "healthz")
        for listener in self.sockets:
            if listener.FAMILY in (socket.AF_INET, socket.AF_INET6) and hasattr(socket, "TCP_DEFER_ACCEPT"):
                # A connection comes with its first bytes, so that a probe can be told, and silent ones take no thread.
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)
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

    def enqueue_req(self, conn: TConn) -> None:
        """A probe never waits for a thread that answers readers."""
        pool, handle = (self.probes, self.handle) if is_probe(conn.sock) else (self.tpool, self.watch)
        done = pool.submit(handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

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


def is_probe(sock: socket.socket) -> bool:
    """Whether a whole request for `/healthz` waits to be read: half of one could hold the thread of the probes."""
    try:
        head = sock.recv(HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return False
    return head.startswith(PROBES) and b"\r\n\r\n" in head
