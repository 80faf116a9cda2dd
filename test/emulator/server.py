"""Moto as a process of its own, with the stand-ins of stand_ins/ before it.

usage: server.py PORT_FILE
Takes a free port of the loopback interface and writes it to PORT_FILE once it answers.
It ends with its owner: standard input is a pipe whose other end the owner holds, and the end of that pipe is the end of the server,
however the owner dies.
"""

import os
import sys
import threading

# The policies that AWS itself keeps are there, as in every account; moto reads this when it is imported.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from stand_ins.before_moto import BeforeMoto


class QuietHandler(MotoRequestHandler):
    """One line a request would fill the log with nothing; errors are still written."""

    def log_request(self, code="-", size="-"):
        if not str(code).startswith(("2", "3")):
            super().log_request(code, size)


def end_with_owner():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main(port_file):
    app = BeforeMoto(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=end_with_owner, daemon=True).start()
    # Whole or not at all: the owner polls for the file.
    with open(port_file + ".part", "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(port_file + ".part", port_file)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
