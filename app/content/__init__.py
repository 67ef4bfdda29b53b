"""The truth: pages, files and folders in one bare git repository, and their history.

This room stands on the ground: it knows no other room. It keeps pygit2 and GitPython to itself.
"""
