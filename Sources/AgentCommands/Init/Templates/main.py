"""An agent on Python's standard library.

GET  /health   "ok", for the health check
POST /         a text; the answer is a text
"""

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = os.environ.get("AGENT_NAME", "agent")
LONGEST_MESSAGE = 1 << 20


def answer(message: str) -> str:
    """What the agent does. AAC_MODEL_PROVIDER and AAC_MODEL_NAME say which model the manifest names."""
    return f"{NAME} heard: {message}"


class Agent(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/health":
            self.reply(200, "ok")
        else:
            self.reply(404, "GET /health, POST /")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/":
            self.reply(404, "GET /health, POST /")
        elif not length.isdigit() or int(length) > LONGEST_MESSAGE:
            self.reply(413, f"a message of at most {LONGEST_MESSAGE} bytes, with its Content-Length")
        else:
            self.reply(200, answer(self.rfile.read(int(length)).decode(errors="replace")))

    def reply(self, status: int, text: str) -> None:
        body = (text + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Agent)
    server.daemon_threads = True
    print(f"{NAME} listens on port {server.server_port}", flush=True)
    server.serve_forever()
