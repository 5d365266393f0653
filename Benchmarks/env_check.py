#!/usr/bin/env python3
"""What `lapwing env check -- true` costs a program's start, by turns with `true` itself and with a scan of one small file.

  env_check.py LAPWING [RUNS]        the release binary to run
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

MANIFEST = "secrets:\n" + "".join(
    f"  - name: SECRET_{n}\n    purpose: signs things of kind {n}\n    minimum: 32 bytes\n    generate: openssl rand -hex 32\n"
    for n in range(10)
)


def timed(command, directory, environment):
    start = time.perf_counter()
    status = subprocess.run(command, cwd=directory, env=environment, stdout=subprocess.DEVNULL).returncode
    if status:
        sys.exit(f"{command}: status {status}")
    return (time.perf_counter() - start) * 1_000


def main():
    binary = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    environment = {"PATH": "/usr/bin:/bin"}
    environment.update({f"SECRET_{n}": os.urandom(16).hex() for n in range(10)})
    with tempfile.TemporaryDirectory() as directory:
        with open(f"{directory}/lapwing.env.yml", "w", encoding="utf8") as file:
            file.write(MANIFEST)
        with open(f"{directory}/a.py", "w", encoding="utf8") as file:
            file.write("x = 1\n" * 100)
        commands = {
            "true": ["/bin/true"],
            "env check -- true, 10 secrets": [binary, "env", "check", "--", "true"],
            "scan a.py": [binary, "scan", "a.py", "--quiet"],
            "--version": [binary, "--version"],
        }
        times = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(timed(command, directory, environment))
    for name, values in times.items():
        values.sort()
        print(f"{name:32} median {statistics.median(values):6.2f} ms   best {values[0]:6.2f} ms   p90 {values[runs * 9 // 10]:6.2f} ms")


if __name__ == "__main__":
    main()
