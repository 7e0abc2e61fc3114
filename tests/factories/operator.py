"""A stand-in for an operator of text messages: a small web server on this machine."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def operator(*answers):
    """(its address, what it was asked). It gives the answers in turn and then goes on saying OK."""
    asked, left = [], list(answers)

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 -- as http.server calls it
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.headers["Authorization"], json.loads(body)))
            status, told = left.pop(0) if left else (200, {"code": "OK", "id": "M1"})
            if status is None:  # hangs up without a word
                self.close_connection = True
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
