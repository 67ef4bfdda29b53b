-- One row a commit, in the order of the history.
CREATE TABLE commits (
  id INTEGER PRIMARY KEY, revision TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
  author TEXT NOT NULL, email TEXT NOT NULL, summary TEXT NOT NULL, action TEXT NOT NULL,
  first_change INTEGER NOT NULL, count INTEGER NOT NULL
);
-- One row a document a commit touched. `doc` stays with a document through renames and the trash.
-- `blob` is the text as the commit left it; of a deletion, the text that was deleted.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY, commit_id INTEGER NOT NULL, doc INTEGER NOT NULL, path TEXT NOT NULL,
  old_path TEXT, action TEXT NOT NULL, blob TEXT NOT NULL,
  words_added INTEGER NOT NULL, words_removed INTEGER NOT NULL
);
CREATE INDEX changes_of_doc ON changes (doc, id);
CREATE INDEX changes_of_commit ON changes (commit_id);
CREATE INDEX changes_at_path ON changes (path, id);
-- One row a page or file that is there now. `last` is the commit that changed it last.
CREATE TABLE entries (
  doc INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, path_key TEXT NOT NULL,
  address_key TEXT NOT NULL, name_key TEXT NOT NULL, folder TEXT NOT NULL, blob TEXT NOT NULL,
  size INTEGER NOT NULL, is_page INTEGER NOT NULL, last INTEGER NOT NULL,
  title TEXT NOT NULL, minutes INTEGER NOT NULL, front_matter TEXT NOT NULL,
  has_facts INTEGER NOT NULL
);
CREATE INDEX entries_by_path_key ON entries (path_key);
CREATE INDEX entries_by_address ON entries (address_key);
CREATE INDEX entries_by_name ON entries (name_key);
CREATE INDEX entries_in_folder ON entries (folder);
CREATE INDEX entries_without_facts ON entries (doc) WHERE has_facts = 0;
CREATE TABLE folders (
  path TEXT PRIMARY KEY, key TEXT NOT NULL, parent TEXT NOT NULL, last INTEGER NOT NULL
);
CREATE INDEX folders_by_key ON folders (key);
CREATE INDEX folders_in_folder ON folders (parent);
CREATE TABLE links (source INTEGER NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL,
  key TEXT NOT NULL);
CREATE INDEX links_from ON links (source);
CREATE INDEX links_to ON links (key);
CREATE TABLE headings (doc INTEGER NOT NULL, level INTEGER NOT NULL, text TEXT NOT NULL,
  anchor TEXT NOT NULL);
CREATE INDEX headings_of ON headings (doc);
-- Old addresses: of a document, and of a whole folder.
CREATE TABLE redirects (key TEXT PRIMARY KEY, doc INTEGER NOT NULL);
CREATE TABLE folder_redirects (key TEXT PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE trash (
  id INTEGER PRIMARY KEY, commit_id INTEGER NOT NULL, path TEXT NOT NULL,
  is_folder INTEGER NOT NULL, count INTEGER NOT NULL, is_restored INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX trash_there ON trash (id) WHERE is_restored = 0;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
