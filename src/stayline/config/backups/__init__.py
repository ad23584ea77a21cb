"""Backups: the rows of every table in one form for both engines, the data keys apart.

`layout` says what a backup is, `source` reads one moment, `taking` writes it, `keyfile` keeps
what must not live on in old backups, `reading` checks one, `filling` loads it, `restoring`
does it all in order. Why a dump of our own: ADR 10.
"""
