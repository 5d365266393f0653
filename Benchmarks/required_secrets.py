#!/usr/bin/env python3
"""What RequiredSecrets costs a program that depends on it: what SwiftPM fetches and builds, and what the check adds to a start.

Makes two programs in a temporary folder, one that checks ten secrets before anything else and one that does not, and starts them by
turns. Run it in the project's root, with everything committed: SwiftPM clones the repository.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let package = Package(
    name: "consumer", platforms: [.macOS("26.0")],
    dependencies: [.package(url: "file://{root}", revision: "{revision}", traits: [{traits}])],
    targets: [
        .executableTarget(name: "checked", dependencies: [.product(name: "RequiredSecrets", package: "{package}")]),
        .executableTarget(name: "plain"),
    ])
"""

PLAIN = 'print("started")\n'

CHECKED = """import RequiredSecrets

enum AppSecret: RequiredSecret {{
    case {cases}

    var requirement: SecretRequirement {{
        switch self {{
{requirements}
        }}
    }}
}}

let clock = ContinuousClock()
let began = clock.now
AppSecret.validateOrExit()
print("started", began.duration(to: clock.now))
"""


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def make_consumer(folder, root, traits):
    revision = run("git", "rev-parse", "HEAD", cwd=root).strip()
    manifest = MANIFEST.format(root=root, revision=revision, traits=traits, package=os.path.basename(root))
    write(f"{folder}/Package.swift", manifest)
    names = [f"secret{index}" for index in range(10)]
    requirements = [
        f'        case .{name}: SecretRequirement("{name.upper()}", purpose: "measures", minimum: .bits(128))' for name in names
    ]
    write(f"{folder}/Sources/checked/main.swift", CHECKED.format(cases=", ".join(names), requirements="\n".join(requirements)))
    write(f"{folder}/Sources/plain/main.swift", PLAIN)
    return {name.upper(): os.urandom(32).hex() for name in names}


def measure(folder, secrets, runs):
    binaries = {name: f"{folder}/.build/release/{name}" for name in ("plain", "checked")}
    environment = {"PATH": os.environ["PATH"], **secrets}
    times = {name: [] for name in binaries}
    inside = []
    for _ in range(runs):
        for name, binary in binaries.items():
            began = time.perf_counter()
            output = subprocess.run([binary], env=environment, check=True, capture_output=True, text=True).stdout
            times[name].append((time.perf_counter() - began) * 1000)
            if name == "checked":
                inside.append(float(output.split()[1]) * 1000)
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"start, median of {runs}: plain {medians['plain']:.2f} ms, checked {medians['checked']:.2f} ms")
    print(f"the check of ten secrets itself: median {statistics.median(inside):.3f} ms, largest {max(inside):.3f} ms")
    return medians["checked"] - medians["plain"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    runs = parser.parse_args().runs
    root = run("git", "rev-parse", "--show-toplevel", cwd=".").strip()
    added = 0.0
    for traits, title in (('"Scanner"', "with the default traits"), ("", "with `traits: []`")):
        with tempfile.TemporaryDirectory() as folder:
            secrets = make_consumer(folder, root, traits)
            began = time.perf_counter()
            run("swift", "package", "resolve", cwd=folder)
            resolved = time.perf_counter() - began
            fetched = sorted(os.listdir(f"{folder}/.build/checkouts"))
            began = time.perf_counter()
            run("swift", "build", "-c", "release", "--static-swift-stdlib", cwd=folder)
            built = time.perf_counter() - began
            print(f"{title}: resolved in {resolved:.1f} s ({', '.join(fetched)}), built in {built:.1f} s")
            if not traits:
                added = measure(folder, secrets, runs)
    print(f"added to a start: {added:.2f} ms")
    return 0 if added < 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
