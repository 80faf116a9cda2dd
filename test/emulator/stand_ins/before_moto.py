"""Answers what a row is for; everything else goes to moto."""

import io
import json
import re
import threading
from types import SimpleNamespace
from urllib.parse import unquote

from . import PATCHES, SERVICES
from .answered import Answered
from .kept import Refused

# AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/<service>/aws4_request, …
SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/")


class BeforeMoto:
    def __init__(self, moto):
        self.moto = moto
        # Moto walks dictionaries that another request changes, and answers 500 then; the change was made, so the second try of Terraform is refused.
        self.one_at_a_time = threading.Lock()
        self.answered = Answered()
        for patch in PATCHES.values():
            patch()

    def __call__(self, environ, start_response):
        with self.one_at_a_time:
            # A list: what moto would still make while it is sent belongs within the lock.
            return list(self.answered.once(environ, start_response, self.answer))

    def answer(self, environ, start_response):
        scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        region, service = scope.groups() if scope else ("", "")
        # As it was sent: an ARN within a path holds slashes of its own.
        path = environ.get("RAW_URI", environ["PATH_INFO"]).split("?")[0]
        # Services with one path for everything say in a header what they are asked: AmazonEC2ContainerRegistry_V20150921.CreateRepository
        if "HTTP_X_AMZ_TARGET" in environ:
            path = "/" + environ["HTTP_X_AMZ_TARGET"].split(".")[-1]
        for _, method, pattern, work in SERVICES.get(service, []):
            found = method == environ["REQUEST_METHOD"] and re.fullmatch(pattern, path)
            if found:
                answer = self.ask(environ, region, work, [unquote(part) for part in found.groups()])
                if answer is not None:
                    return self.send(start_response, *answer)
        return self.moto(environ, start_response)

    @staticmethod
    def ask(environ, region, work, parts):
        text = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(text)
        try:
            body = work(SimpleNamespace(region=region, body=json.loads(text or b"{}")), *parts)
            return None if body is None else (200, [], body)
        except Refused as refused:
            return refused.status, [("x-amzn-ErrorType", refused.kind)], {"message": str(refused)}

    @staticmethod
    def send(start_response, status, headers, body):
        start_response(f"{status} -", [("Content-Type", "application/json"), *headers])
        return [json.dumps(body).encode()]
