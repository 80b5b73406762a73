"""A scripted endpoint on this machine: gives the next answer of a list to each request and keeps what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One HTTP answer; `pause` seconds before it, `drip` seconds between its bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    drip: float = 0.0
    hang_up: bool = False


def chat(content: Any, *, finish: str = "stop", usage: Any = "given", **message: Any) -> Reply:
    """A chat completion with `content`: text as it is, everything else as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    value = {"choices": [{"message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}]}
    value["usage"] = {"prompt_tokens": 100, "completion_tokens": 10} if usage == "given" else usage
    return Reply(json.dumps(value).encode())


Script = list[Reply | Callable[[dict[str, Any]], Reply]]


class Endpoint:
    """What the server was asked, and where it is; the last reply of the script answers all further requests."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.lock = threading.Lock()
        self.url = ""

    def next(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> Reply:
        with self.lock:
            self.paths.append(path)
            self.headers.append(headers)
            self.asked.append(body)
            step = self.script[min(len(self.asked), len(self.script)) - 1]
        return step(body) if callable(step) else step


@contextmanager
def serving(script: Script) -> Iterator[Endpoint]:
    """A server with this script for as long as the context lasts."""
    endpoint = Endpoint(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            reply = endpoint.next(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            time.sleep(reply.pause)
            self.close_connection = True
            if reply.hang_up:
                return
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                if not reply.drip:
                    self.wfile.write(reply.body)
                    return
                for byte in reply.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.drip)
            except OSError:
                pass  # the reader has given up, as some tests want

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def claim(**fields: Any) -> dict[str, Any]:
    """A whole claim of an answer, with the given fields changed."""
    return {
        "sentence": 1,
        "trigger": "struck",
        "event_type": "ASSAULT",
        "mode": "aerial",
        "sub_event": "Air/drone strike",
        "status": "occurred",
        "certainty": "asserted",
        "actors": [],
        "targets": [],
        "instruments": [],
        "places": [],
        "time": None,
        "figures": [],
        "attribution": [],
        **fields,
    }
