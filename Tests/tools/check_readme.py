#!/usr/bin/env python3
"""Runs the `lapwing` lines of README.md's sh blocks in a small project and fails on any that fails as a command.

  check_readme.py LAPWING        the binary to run

Status 0 and 1 are answers (clean, findings); 2 and anything else is a failure of the example.
"""
import os, re, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

RULE = """provider: Example
rules:
  - id: example-token
    name: Example token
    description: Opens the example.
    severity: high
    confidence: high
    anchors: [exmpl_]
    pattern: '{{start}}(?<secret>exmpl_[0-9a-f]{32}){{end}}'
    checks: [placeholder, entropy(2.8)]
    examples:
      match:
        - [exmpl_, 3f9a1c7be05d2846, 9bd13e7f50a2c684]
        - [exmpl_, 70c2d9f41b8e6a35, e4a71f03c95d82b6]
      no-match:
        - exmpl_short
        - text: exmpl_00000000000000000000000000000000
          reason: a placeholder
    references: [https://example.com/docs]
    remedy: https://example.com/tokens
"""

def main():
    binary = os.path.abspath(sys.argv[1])
    text = open(os.path.join(ROOT, "README.md"), encoding="utf8").read()
    lines = [l.split(" #")[0].rstrip() for block in re.findall(r"```sh\n(.*?)```", text, re.S) for l in block.splitlines()]
    examples = [l for l in lines if "lapwing " in l and "completions" not in l]
    top = tempfile.mkdtemp()
    work = f"{top}/project"
    try:
        os.mkdir(work)
        os.makedirs(f"{work}/src"), os.makedirs(f"{work}/config"), os.makedirs(f"{work}/bin")
        os.symlink(binary, f"{work}/bin/lapwing")
        for name, content in {"app.py": "import os\nkey = os.environ['KEY']\n", "src/a.py": "x = 1\n", "config/app.yml": "a: 1\n", "my-rules.yml": RULE}.items():
            open(f"{work}/{name}", "w").write(content)
        env = dict(os.environ, PATH=f"{work}/bin:{os.environ['PATH']}", GIT_CONFIG_GLOBAL="/dev/null", HOME=work, USER="ann")
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
        for step in (["init", "-q"], ["add", "app.py"], ["commit", "-qm", "Start"], ["update-ref", "refs/remotes/origin/main", "HEAD"]):
            subprocess.run(git + step, cwd=work, env=env, check=True)
        # A bare repository with two tags beside it, for the example of a range.
        subprocess.run(["git", "clone", "-q", "--bare", ".", "../app.git"], cwd=work, env=env, check=True)
        for words in (["tag", "v1.0"], ["tag", "v2.0"]):
            subprocess.run(["git", *words], cwd=f"{top}/app.git", env=env, check=True)
        failed = 0
        for line in examples:
            done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=work, env=env, capture_output=True, text=True)
            good = done.returncode in (0, 1)
            failed += not good
            print(f"{'ok' if good else 'FAILED'}  [{done.returncode}]  {line}")
            if not good:
                print(done.stdout + done.stderr)
        print(f"{len(examples) - failed} passed, {failed} failed")
        return 1 if failed or not examples else 0
    finally:
        shutil.rmtree(top)

if __name__ == "__main__":
    sys.exit(main())
