"""What was answered lately, by the number that every SDK gives to one call however often it sends it.

A connection that breaks after the work was done makes the SDK send the call again; AWS knows many of those by a token of the client, moto none:
what was made is there already then, and what was removed is missing.
"""

import sys
from collections import OrderedDict

KEPT = 512


class Answered:
    def __init__(self):
        self.answers = OrderedDict()

    def once(self, environ, start_response, answer):
        """The answer of `answer`, or the one that this call was given before."""
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if call in self.answers:
            sys.stderr.write(f"asked again ({environ.get('HTTP_AMZ_SDK_REQUEST', '')}): {environ['REQUEST_METHOD']} {environ['PATH_INFO']}\n")
            sys.stderr.flush()
        else:
            said = []
            body = list(answer(environ, lambda status, headers, exc_info=None: said.append((status, headers))))
            # A fault of the server is no answer: trying again is what it asks for.
            if call is None or said[-1][0].startswith("5"):
                start_response(*said[-1])
                return body
            self.answers[call] = (*said[-1], body)
            while len(self.answers) > KEPT:
                self.answers.popitem(last=False)
        status, headers, body = self.answers[call]
        start_response(status, list(headers))
        return body
