#!/usr/bin/env python3
"""Plants every positive example of every rule in a tree and checks that lapwing finds each. Needs PyYAML (the environment that
peers.py --install makes has it). Exits 1 when a planted token is missed."""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILLER = [
    "", "count = count + 1", "for item in items:", "    total += item.size", "return result", "import os",
    "# The order of these two matters.", "if (left < right) {", "}", "let width = columns * 8;", "name: build",
    "  steps: 12", "<div class=\"row\">", "printf(\"%d lines\\n\", lines);", "assert len(rows) == 3",
]


class Planted:
    def __init__(self, rule, example):
        if not isinstance(example, dict):
            example = {"text": example}
        self.rule = rule
        self.text = joined(example["text"])
        self.path = example.get("path", "example.txt")
        self.secret = joined(example["secret"]) if "secret" in example else None

    def write(self, folder, chance):
        """The example on its own lines, with 0 to 40 lines of other source before and after it."""
        before, after = ([chance.choice(FILLER) for _ in range(chance.randrange(41))] for _ in range(2))
        file = folder / self.path
        file.parent.mkdir(parents=True)
        file.write_bytes("\n".join(before + [self.text] + after + [""]).encode())

    def is_found_by(self, finding):
        """Another rule may have reported it: a provider's stands before a generic one on the same bytes."""
        return finding["secret"] == self.secret if self.secret else finding["secret"] in self.text


def joined(text):
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def examples():
    for file in sorted((ROOT / "rules").glob("*.yml")):
        # Every scalar as written: a part of a token such as 0123 is no number.
        for rule in yaml.load(file.read_text(), yaml.BaseLoader)["rules"]:
            if rule.get("kind") != "env-read":
                for example in rule["examples"]["match"]:
                    yield Planted(rule["id"], example)


def scan(lapwing, tree):
    run = subprocess.run([lapwing, "scan", "--report", "jsonl", "--show-secrets", tree], capture_output=True, text=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    if not lines or not lines[-1].get("complete"):
        sys.exit(f"the scan was not complete (status {run.returncode}):\n{run.stderr}")
    return [line for line in lines if line["type"] == "finding"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lapwing", default=ROOT / ".build/release/lapwing", help="the binary (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random places (default: %(default)s)")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    planted = {str(number): example for number, example in enumerate(examples())}
    with tempfile.TemporaryDirectory(prefix="lapwing-planted-") as temporary:
        tree = pathlib.Path(temporary)
        for number, example in planted.items():
            example.write(tree / number, chance)
        found = {}
        for finding in scan(options.lapwing, tree):
            number = pathlib.Path(finding["path"]).relative_to(tree).parts[0]
            found.setdefault(number, []).append(finding)
    misses = others = 0
    for number, example in planted.items():
        hits = [finding for finding in found.get(number, []) if example.is_found_by(finding)]
        if not hits:
            misses += 1
            seen = ", ".join(finding["rule"] for finding in found.get(number, [])) or "nothing"
            print(f"missed: {example.rule} in {example.path} (found there: {seen})")
        elif all(finding["rule"] != example.rule for finding in hits):
            others += 1
            print(f"found as {hits[0]['rule']}: {example.rule} in {example.path}")
    rules = len({example.rule for example in planted.values()})
    print(f"{len(planted)} tokens of {rules} rules planted: {misses} missed, {others} found by another rule only")
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
