"""How gunicorn serves the site: `gunicorn --config python:cityclimate.serving cityclimate.wsgi`.

WEB_CONCURRENCY   how many workers; two for a machine with two cores
"""

import os

worker_class = "cityclimate.worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60  # seconds after which a worker ends that neither has a free thread nor sends anything
keepalive = 30  # seconds: longer than a proxy keeps an idle connection, or it would send into one that closes
loglevel = "warning"
forwarded_allow_ips = ""  # whom to believe is the setting PROXY; gunicorn would believe 127.0.0.1 beside it
control_socket_disable = True
