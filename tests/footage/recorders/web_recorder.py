"""A recorder's web server as test programs build it: Digest checked by hand, all heard logged.

Nothing of the product is used here: what the two get wrong alike would not be seen.
"""

import hashlib
import json
import re
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OPTIONS = {"realm": "recorder", "log": None, **json.loads(sys.argv[1])}


def md5(*parts):
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


class WebRecorder(BaseHTTPRequestHandler):
    """Subclasses answer in :meth:`answered`: status, content type, body."""

    nonces: set[str] = set()

    def answered(self, body):
        raise NotImplementedError

    def is_open(self, body):
        """Whether strangers are answered, too."""
        return False

    def _handle(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        let_in = self._is_known()
        self._note(body, let_in)
        if not let_in and not self.is_open(body):
            self._challenge()
            return
        status, kind, said = self.answered(body)
        self._say(status, kind, said)

    do_GET = do_POST = do_PUT = _handle  # noqa: N815 - http.server calls them so

    def _is_known(self):
        header = self.headers.get("Authorization") or ""
        told = {k: a or b for k, a, b in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', header)}
        if told.get("nonce") not in self.nonces:
            return False
        self.nonces.discard(told["nonce"])
        secret = md5(OPTIONS["user"], OPTIONS["realm"], OPTIONS["password"])
        request = md5(self.command, self.path)
        between = (told["nonce"], told["nc"], told["cnonce"], told["qop"])
        return told["uri"] == self.path and told["response"] == md5(secret, *between, request)

    def _challenge(self):
        nonce = secrets.token_hex(8)
        self.nonces.add(nonce)
        self.send_response(401)
        realm = OPTIONS["realm"]
        self.send_header("WWW-Authenticate", f'Digest realm="{realm}", nonce="{nonce}", qop="auth"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status, kind, said):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _note(self, body, let_in):
        told = {"method": self.command, "path": self.path, "let_in": let_in, "body": body.decode()}
        with Path(OPTIONS["log"]).open("a") as log:
            log.write(json.dumps(told) + "\n")

    def log_message(self, *_):
        return


def serve(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    print("PORT", server.server_address[1], flush=True)
    server.serve_forever()
