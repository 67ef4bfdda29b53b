"""The one bare repository: reading from it, and the one function that writes to it.

`Store.write` is the only way in. Callers that wait for the lock at the same moment are taken
together: each still gets its own commit, and they share one sync to the disk.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import pygit2

from app.content import durable, git, trees
from app.content.draft import Draft
from app.content.errors import NotFound, StorageFull, StorageRefused, WikiError
from app.content.lock import WriteLock
from app.content.values import Author, Commit, Entry

BRANCH = "refs/heads/main"
TOGETHER = 64  # saves that may share one sync
WIKI = Author("Instead", "wiki@instead.invalid")

# Text stays in git; every other file is a Git LFS pointer, its bytes in files/.
ATTRIBUTES = """\
* filter=lfs diff=lfs merge=lfs -text
*.md !filter !diff !merge text eol=lf
*.txt !filter !diff !merge
*.csv !filter !diff !merge
*.svg !filter !diff !merge
*.json !filter !diff !merge
*.yml !filter !diff !merge
*.yaml !filter !diff !merge
.gitattributes !filter !diff !merge
"""

T = TypeVar("T")


class Follower(Protocol):
    """What learns of each commit inside the locked stretch: the catalog."""

    def begin(self, head: str) -> None:
        """Stand at `head`, catching up if need be, and open a transaction."""

    def learn(self, commit: Commit, read: Callable[[str], bytes]) -> None: ...

    def keep(self) -> None:
        """The commits are durable: keep what was learned. Must not raise."""

    def forget(self) -> None:
        """Nothing was committed: forget what was learned. Must not raise."""


class Store:
    """`git_folder` is a bare repository, made with a first commit when it is not there."""

    def __init__(self, git_folder: Path, lock: WriteLock) -> None:
        self.git_folder = git_folder
        self.lock = lock
        self.follower: Follower | None = None
        self._local = threading.local()
        self._turn = threading.Lock()
        self._queue = threading.Lock()
        self._waiting: list[_Job] = []
        if not (git_folder / "HEAD").exists():
            with lock.held():
                self._make()
        elif os.access(git_folder, os.W_OK):
            with lock.held():
                _remove_leftovers(git_folder)

    # reading

    def head(self) -> str:
        """The newest revision. StorageRefused when the branch cannot be read."""
        try:
            return str(self._repo().references[BRANCH].target)
        except (KeyError, pygit2.GitError) as error:
            raise StorageRefused(
                "The history's newest revision cannot be read. Run “instead check”."
            ) from error

    def stamp(self) -> tuple[int, ...]:
        """Changes whenever the branch may have moved, by whomever; costs two stat calls."""
        loose, packed = _stat(self.git_folder / BRANCH), _stat(self.git_folder / "packed-refs")
        return (*loose, *packed)

    def damage(self) -> str:
        """Why nothing can be committed on top of the history, or ""."""
        try:
            repo = self._repo()
            commit = repo[self.head()]
            assert isinstance(commit, pygit2.Commit)
            for parent in commit.parent_ids:
                repo[parent]
            for item in commit.tree:
                if isinstance(item, pygit2.Tree):
                    len(item)
        except (KeyError, ValueError, AssertionError, pygit2.GitError, WikiError) as error:
            return f"The repository is damaged ({error}). Run “instead check”."
        return ""

    def read(self, blob: str) -> bytes:
        try:
            found = self._repo()[blob]
        except (KeyError, ValueError, pygit2.GitError):
            raise StorageRefused(
                "This text cannot be read from the repository, which is damaged. "
                "An administrator can see more with “instead check”."
            ) from None
        assert isinstance(found, pygit2.Blob)
        return found.data

    def find(self, revision: str, path: str) -> Entry | None:
        """The file at `path` in that revision. NotFound for a revision that is not there."""
        repo = self._repo()
        return trees.find(repo, self._commit(revision).tree, path)

    def files(self, revision: str, folder: str = "") -> Iterator[Entry]:
        return trees.files(self._repo(), self._commit(revision).tree, folder)

    def walk(self, since: str | None, until: str) -> Iterator[Commit]:
        """Commits reachable from `until` and not from `since`, parents first, then by date."""
        return git.walk(self.git_folder, since, until)

    def is_ancestor(self, older: str, newer: str) -> bool:
        repo = self._repo()
        try:
            return older == newer or repo.descendant_of(
                pygit2.Oid(hex=newer), pygit2.Oid(hex=older)
            )
        except (pygit2.GitError, KeyError, ValueError):
            return False

    # writing

    def write(self, step: Callable[[Draft], T]) -> T:
        """Runs `step` on the newest content under the write lock, and commits what it drafted.

        When this returns the commit is durable. What `step` raises comes out here, and nothing
        of it is kept. StorageFull and StorageRefused when the disk or the repository says no.
        """
        job = _Job(step)
        with self._queue:
            self._waiting.append(job)
        with self._turn:
            if not job.is_done:
                with self._queue:
                    batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                self._write_together(batch)
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]

    def exclusively(self, work: Callable[[], T]) -> T:
        """Runs `work` while nobody writes, here or in another process."""
        with self._turn, self.lock.held():
            return work()

    def advance(self, old: str | None, new: str) -> None:
        """Moves the branch. Only inside `exclusively`."""
        durable.advance(self._repo(), BRANCH, old, new)

    def close(self) -> None:
        self._local = threading.local()

    def _write_together(self, batch: list[_Job]) -> None:
        try:
            with self.lock.held():
                self._commit_all(batch)
        except Exception as error:  # noqa: BLE001 - each of the waiting callers must hear of it
            for job in batch:
                job.error = job.error or refusal(error)
        finally:
            for job in batch:
                job.is_done = True

    def _commit_all(self, batch: list[_Job]) -> None:
        repo, start = self._repo(), self.head()
        assert self.follower is not None
        self.follower.begin(start)
        last, objects = start, []
        try:
            for job in batch:
                draft = Draft(repo, last)
                try:
                    job.result = job.step(draft)
                except Exception as error:  # noqa: BLE001 - raised again in its own thread
                    job.error = error if isinstance(error, WikiError) else refusal(error)
                    continue
                if draft.made is not None:
                    self.follower.learn(draft.made, self.read)
                    last = draft.made.revision
                    objects += draft.objects
            if last != start:
                durable.sync_objects(self.git_folder / "objects", objects)
                durable.advance(repo, BRANCH, start, last)
        except BaseException:
            self.follower.forget()
            raise
        self.follower.keep()

    def _make(self) -> None:
        """A new repository with one commit. Made aside and renamed, so half of one is never seen."""
        if (self.git_folder / "HEAD").exists():
            return
        aside = self.git_folder.with_suffix(".new")
        repo = pygit2.init_repository(str(aside), bare=True, initial_head="main")
        repo.config["gc.auto"] = 0
        repo.config["receive.denyNonFastForwards"] = True
        durable.make_fan_out(aside / "objects")
        if BRANCH not in repo.references:
            draft = Draft(repo, None)
            draft.put(".gitattributes", ATTRIBUTES.encode())
            first = draft.commit(WIKI, "Start the wiki", {"Action": "start"})
            durable.sync_objects(aside / "objects", draft.objects)
            durable.advance(repo, BRANCH, None, first.revision)
        repo.free()
        aside.rename(self.git_folder)
        durable.sync_folder(self.git_folder.parent)

    def _repo(self) -> pygit2.Repository:
        """This thread's own handle: libgit2's are not made to be shared."""
        repo: pygit2.Repository | None = getattr(self._local, "repo", None)
        if repo is None:
            repo = self._local.repo = pygit2.Repository(str(self.git_folder))
        return repo

    def _commit(self, revision: str) -> pygit2.Commit:
        try:
            found = self._repo()[pygit2.Oid(hex=revision)]
        except (KeyError, ValueError):
            found = None
        if not isinstance(found, pygit2.Commit) or len(revision) != 40:
            raise NotFound("There is no such version. Choose one from the history.")
        return found


class _Job:
    def __init__(self, step: Callable[[Draft], object]) -> None:
        self.step = step
        self.is_done = False
        self.result: object = None
        self.error: BaseException | None = None


def refusal(error: BaseException) -> BaseException:
    """A failure of disk or repository in the wiki's words; any other error as it is."""
    number = getattr(error, "errno", None)
    said = str(error)
    if number in (errno.ENOSPC, errno.EDQUOT) or "No space left" in said or "disk is full" in said:
        return StorageFull(
            "The disk is full, so nothing was saved. Your text is still here: keep this page open "
            "and save again when an administrator has made room."
        )
    if number == errno.EROFS or "ead-only file system" in said or "readonly database" in said:
        return StorageRefused(
            "The disk takes no writing at the moment, so nothing was saved. Your text is still "
            "here: keep this page open and tell an administrator."
        )
    if isinstance(error, (pygit2.GitError, KeyError, ValueError, OSError)):
        return StorageRefused(
            "The repository refused the save, so nothing was changed. Your text is still here. "
            f"An administrator can see more with “instead check”. ({said[:200]})"
        )
    return error


def _remove_leftovers(git_folder: Path) -> None:
    """Locks and temporary files of a process that was killed; ours is the only writer."""
    for pattern in ("*.lock", "refs/**/*.lock", "objects/**/tmp_obj_*", "objects/pack/tmp_*"):
        for path in git_folder.glob(pattern):
            path.unlink(missing_ok=True)


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
