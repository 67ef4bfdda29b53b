"""What git knows, laid out for quick questions: what is where, who changed it, what links to what.

Derived: it remembers the revision it stands at, catches up from the history and may be deleted at
any time. This room keeps sqlite's catalog file to itself and knows only content's values.
"""

from app.catalog.catalog import Catalog
from app.catalog.rows import CommitRow, DocumentChange, EntryRow, FolderRow, TrashedRow

__all__ = ["Catalog", "CommitRow", "DocumentChange", "EntryRow", "FolderRow", "TrashedRow"]
