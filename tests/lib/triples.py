#!/usr/bin/env python3
"""The triples of Turtle or JSON-LD on stdin, as a JSON list of [subject, predicate, object].

    /usr/bin/python3 triples.py turtle|json-ld BASE

An object is {"iri"} or {"value", "lang", "type"}. Fails when the input is not what it says it is.
"""

import json
import sys

import rdflib

rdflib.NORMALIZE_LITERALS = False


def told(thing):
    if isinstance(thing, rdflib.Literal):
        return {"value": str(thing), "lang": thing.language,
                "type": thing.datatype and str(thing.datatype)}
    return {"iri": str(thing)}


def main():
    form, base = sys.argv[1:]
    graph = rdflib.Graph()
    graph.parse(data=sys.stdin.buffer.read(), format=form, publicID=base)
    print(json.dumps([[str(s), str(p), told(o)] for s, p, o in graph]))


if __name__ == "__main__":
    main()
