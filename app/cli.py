"""The `instead` command. Each subcommand is a few lines over `Wiki`.

Exit 0 done, 1 failed, 2 wrong use. Faults are one sentence on standard error.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app import __version__, create_app, open_wiki
from app.content.errors import WikiError
from app.settings import BadSetting, Settings, from_environment
from app.wiki import Wiki
from app.wiki.managing import restore as restore_backup

THREADS = 8


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="instead")
def main() -> None:
    """The wiki you use instead of the shared drive."""


@main.command()
def serve() -> None:
    """Serves the wiki until it is stopped."""
    import waitress

    settings = _settings()
    with _sentences():
        app = create_app(settings)
        wiki: Wiki = app.extensions["wiki"]
        try:
            server = waitress.create_server(
                app,
                host=settings.host,
                port=settings.port,
                threads=THREADS,
                ident="Instead",
                max_request_body_size=64 * 1024 * 1024,
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, socket.gaierror) as error:
            wiki.close()
            _stop(
                f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}. "
                "Stop what is there, or set INSTEAD_PORT."
            )
        address = settings.base_url or f"http://{settings.host}:{settings.port}"
        click.echo(f"Instead is at {address}")
        token = wiki.people.setup_token()
        if token:
            click.echo(
                f"Nobody can sign in yet. Make the first account at\n{address}/-/setup/{token}"
            )
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            server.run()
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            server.close()
            wiki.close()


@main.group()
def person() -> None:
    """Accounts of people."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--department", default="", help="Such as HR.")
@click.option("--role", type=click.Choice(["reader", "editor", "admin"]), default="editor")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from input.")
def person_add(email: str, name: str, department: str, role: str, password_stdin: bool) -> None:
    """Adds an account; the password is the first line of standard input."""
    del password_stdin
    password = sys.stdin.readline().rstrip("\r\n")
    with _wiki() as wiki:
        added = wiki.people.add(email, name, department, role, password)
    click.echo(f"{added.name} <{added.email}> is {_a(added.role)} now.")


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print counts as JSON.")
def adopt(source: Path, as_json: bool) -> None:
    """Makes a git repository or bundle of Markdown the content, history and all."""
    with _wiki() as wiki:
        _print_counts(wiki.adopt(source), "Adopted", as_json)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print counts as JSON.")
def rebuild(as_json: bool) -> None:
    """Makes the catalog and what else is derived anew from the history."""
    with _wiki() as wiki:
        _print_counts(wiki.rebuild(), "Rebuilt", as_json)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the faults as a JSON list.")
def check(as_json: bool) -> None:
    """Says in plain words what is wrong. Exit 1 when something is."""
    with _wiki() as wiki:
        faults = wiki.check()
    if as_json:
        click.echo(json.dumps(faults, ensure_ascii=False))
    else:
        click.echo("\n".join(faults) if faults else "Everything is in order.")
    if faults:
        sys.exit(1)


@main.command()
def maintain() -> None:
    """Repacks the repository and writes its commit-graph. For a nightly timer."""
    with _wiki() as wiki:
        wiki.maintain()
    click.echo("The repository is packed and its commit-graph is written.")


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Writes one archive with everything. The wiki may run meanwhile."""
    if not target.parent.is_dir():
        _stop(f"{target.parent} is no folder. Make it first.")
    with _wiki() as wiki:
        manifest = wiki.backup(target.absolute())
    click.echo(f"{target} holds everything up to {manifest.revision[:12]}.")


@main.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
def restore(archive: Path) -> None:
    """Makes a new data folder from a backup. The folder must be empty."""
    settings = _settings()
    with _sentences():
        manifest = restore_backup(archive, settings.data)
        wiki = open_wiki(settings)
        counts = wiki.rebuild()
        wiki.close()
    click.echo(f"Restored the backup of {manifest.made} into {settings.data}.")
    _print_counts(counts, "It has", as_json=False)


@contextmanager
def _wiki() -> Iterator[Wiki]:
    settings = _settings()
    with _sentences():
        wiki = open_wiki(settings)
        try:
            yield wiki
        finally:
            wiki.close()


@contextmanager
def _sentences() -> Iterator[None]:
    """A fault the wiki knows ends with its sentence and exit 1, not with a traceback."""
    try:
        yield
    except (WikiError, BadSetting) as error:
        _stop(str(error))
    except PermissionError as error:
        _stop(f"{error.filename} may not be used by this account. Mend its owner or rights.")


def _settings() -> Settings:
    try:
        return from_environment()
    except BadSetting as error:
        click.echo(f"instead: {error}", err=True)
        sys.exit(2)


def _stop(sentence: str) -> None:
    click.echo(f"instead: {sentence}", err=True)
    sys.exit(1)


def _print_counts(counts: dict[str, int], verb: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts))
        return
    pages, files, changes = counts["pages"], counts["files"], counts["changes"]
    click.echo(f"{verb} {pages:,} pages and {files:,} files, with {changes:,} changes.")


def _a(role: str) -> str:
    return f"an {role}" if role[0] in "ae" else f"a {role}"
