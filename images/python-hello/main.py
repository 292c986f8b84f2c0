"""An agent on Python's standard library: answers messages, and allocates memory when asked to.

GET  /health    "ok"
GET  /          what this agent is
POST /          {"message": TEXT}   -> {"agent": NAME, "answer": TEXT}
POST /allocate  {"megabytes": N}    -> {"allocated": N}, kept until the process ends; to see a memory limit at work

With AGENT_ALLOCATE_MB set, it allocates that much before it listens.
"""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = os.environ.get("AGENT_NAME", "python-hello")
MODEL = os.environ.get("AAC_MODEL_NAME")
MAX_BODY = 1 << 20

held: list[bytearray] = []


def allocate(megabytes: int) -> None:
    """Takes memory and writes to every page of it, so that the kernel has to hand it out."""
    block = bytearray(megabytes << 20)
    for page in range(0, len(block), 4096):
        block[page] = 1
    held.append(block)


class BadRequest(Exception):
    """The client's mistake, told in one sentence."""


class Agent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        if self.path == "/health":
            self.reply(200, b"ok\n", "text/plain")
        elif self.path == "/":
            self.reply_json(200, {"agent": NAME, "model": MODEL, "python": sys.version.split()[0]})
        else:
            self.reply_json(404, {"error": "GET /, GET /health, POST /, POST /allocate"})

    def do_POST(self) -> None:
        try:
            body = self.read_json()
            if self.path == "/":
                message = body.get("message")
                if not isinstance(message, str):
                    raise BadRequest('"message" is not a text')
                self.reply_json(200, {"agent": NAME, "answer": f"You said: {message}"})
            elif self.path == "/allocate":
                megabytes = body.get("megabytes")
                if type(megabytes) is not int or not 0 < megabytes <= 65536:
                    raise BadRequest('"megabytes" is not a whole number from 1 to 65536')
                allocate(megabytes)
                self.reply_json(200, {"allocated": megabytes})
            else:
                self.reply_json(404, {"error": "POST / or POST /allocate"})
        except BadRequest as error:
            # What is left of the body would be read as the next request.
            self.close_connection = True
            self.reply_json(400, {"error": str(error)})

    def read_json(self) -> dict:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
            raise BadRequest(f"a body of at most {MAX_BODY} bytes and its Content-Length are needed")
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise BadRequest("the body is not JSON") from None
        if not isinstance(body, dict):
            raise BadRequest("the body is not a JSON object")
        return body

    def reply_json(self, status: int, value: dict) -> None:
        self.reply(status, json.dumps(value).encode() + b"\n", "application/json")

    def reply(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    megabytes = int(os.environ.get("AGENT_ALLOCATE_MB") or 0)
    if megabytes:
        print(f"allocating {megabytes} MB", flush=True)
        allocate(megabytes)
    port = int(os.environ.get("AGENT_PORT") or 8080)
    server = ThreadingHTTPServer(("", port), Agent)
    server.daemon_threads = True
    print(f"{NAME} listens on port {port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
