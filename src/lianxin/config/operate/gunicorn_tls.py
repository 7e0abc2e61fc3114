"""
Gunicorn's configuration when it speaks TLS itself.

Of itself it makes a context for each connection, so that nobody can resume a session, and waits
for the handshake without end, so that sixteen silent clients would occupy every thread.
"""

import ssl
from pathlib import Path

HANDSHAKE = 10  # seconds
SILENCE = 60  # seconds that a client may say nothing afterwards


class Context(ssl.SSLContext):
    """A context that does not wait for ever."""

    def wrap_socket(self, sock, *args, **kwargs):
        sock.settimeout(HANDSHAKE)
        try:
            wrapped = super().wrap_socket(
                sock, *args, **(kwargs | {"do_handshake_on_connect": True})
            )
        except TimeoutError as fault:  # gunicorn knows what to do with an end
            raise ssl.SSLError(ssl.SSL_ERROR_EOF, "no handshake") from fault
        wrapped.settimeout(SILENCE)
        return wrapped


_made: dict[tuple[float, ...], Context] = {}


def ssl_context(config, default_factory):
    """One context a process, made anew when the files were renewed."""
    stamp = tuple(Path(name).stat().st_mtime for name in (config.certfile, config.keyfile))
    if stamp not in _made:
        context = Context(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(config.certfile, config.keyfile)
        _made.clear()
        _made[stamp] = context
    return _made[stamp]
