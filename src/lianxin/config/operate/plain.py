"""
The port for plain HTTP beside TLS: it leads browsers on, and gives phones what they must trust.

It runs as a few threads of the process that watches over the others, knows no data and reads
nothing but the first line and the host.
"""

import http.server
import re
import threading
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import DisallowedHost
from django.http.request import split_domain_port, validate_host

CERTIFICATE = "/authority.crt"
SAFE = "/:?&=%+,;@!~*'()-._"
AT_ONCE = 32  # connections; the next ones wait


class Leading(http.server.BaseHTTPRequestHandler):
    """GET and HEAD of anything lead to the same place by TLS."""

    timeout = 5
    server: "Server"
    server_version, sys_version = "Lianxin", ""

    def do_GET(self) -> None:  # noqa: N802 -- the name that the library calls
        """Lead on, or give the certificate."""
        if self.path == CERTIFICATE and self.server.authority:
            self._give(self.server.authority.read_bytes())
            return
        try:
            where = self._where()
        except DisallowedHost:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 -- the same

    def _where(self) -> str:
        host = self.headers.get("Host", "")
        name, _port = split_domain_port(host)
        if not name or not validate_host(name, self.server.hosts):
            raise DisallowedHost
        port = "" if self.server.tls_port == 443 else f":{self.server.tls_port}"
        path = quote(self.path, safe=SAFE) if self.path.startswith("/") else "/"
        return f"https://{name}{port}{re.sub('^/+', '/', path)}"

    def _give(self, content: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/x-x509-ca-cert")
        self.send_header("Content-Disposition", 'attachment; filename="lianxin.crt"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_told: object) -> None:
        """Nothing is written down of who came."""


class Server(http.server.ThreadingHTTPServer):
    """A few threads at most, however many come."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, address: tuple[str, int], tls_port: int, hosts: list[str], authority: Path | None
    ) -> None:
        self.tls_port, self.hosts, self.authority = tls_port, hosts, authority
        self.room = threading.Semaphore(AT_ONCE)
        super().__init__(address, Leading)

    def process_request(self, request, client_address) -> None:
        self.room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.room.release()

    def handle_error(self, request, client_address) -> None:
        """Somebody went away; that is no news."""


def start(
    address: tuple[str, int], tls_port: int, hosts: list[str], authority: Path | None
) -> Server:
    """Listen, in threads that end with the process."""
    server = Server(address, tls_port, hosts, authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
