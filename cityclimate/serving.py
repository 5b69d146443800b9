"""How gunicorn serves the site: `gunicorn --config python:cityclimate.serving cityclimate.wsgi`.

WEB_CONCURRENCY   number of workers, 2 by default
"""

import os

worker_class = "cityclimate.worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60  # seconds without a free thread or a sent byte until a worker is killed
keepalive = 30  # seconds; must be longer than the keep-alive of the proxy, or it may use a connection that closes
loglevel = "warning"
forwarded_allow_ips = ""  # the setting PROXY decides; by default gunicorn also believes 127.0.0.1
control_socket_disable = True
