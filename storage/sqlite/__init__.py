"""SQLite, in two files.

* ``belletje.db``: the **record**. Settings, counts, what was published; durable, backed up. The participants in
  it: leaders, who made a team's own questions or a plan, who chairs a plan, is left out of it, or had their calendar
  linked.
* ``live.db``: the **present**. Turns, running bells, messages under way; survives a crash, never backed up.

One connection per file, both used by one thread only, so there are no locks to reason about. A unit is all or nothing.
Units that wait at the same moment share one ``BEGIN IMMEDIATE`` transaction on the live file, and one on the record if
something is written there, each inside a savepoint of its own: one flush to the disk serves them all, and none is
confirmed before it. The record is committed first, because SQLite in WAL mode is not atomic across files.

Of each ritual the module of its name has the tables, queries and rows; ``unit`` joins them and ``store`` runs them.
"""
