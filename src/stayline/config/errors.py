"""What backup, restore and the continuity pack refuse."""

from __future__ import annotations

from stayline.platform.errors import Refused


class BackupNotWritten(Refused):
    """The backup could not be written; what was written of it was taken away."""

    code = "config.backup.not_written"
    mend = "Look at the disk and its rights, then take the backup again."


class BackupRefused(Refused):
    """A backup cannot be taken like this; nothing was written."""

    code = "config.backup.refused"


class BackupHalf(Refused):
    """This is no whole backup: it has no manifest, which is written last."""

    code = "config.backup.half"
    mend = "It was cut short or copied in part. Take an older one, or copy it again."


class BackupTampered(Refused):
    """This backup is not as it was written."""

    code = "config.backup.tampered"
    mend = "Nothing was restored. Copy it again from where it is kept, or take another one."


class OtherMasterKey(Refused):
    """This backup was made under another master key than the one given."""

    code = "config.backup.other_master_key"
    mend = "Give the master key of the centre that made it: STAYLINE_MASTER_KEY, or `master.key`."


class OtherVersion(Refused):
    """This backup was made by a newer Stayline than this one."""

    code = "config.backup.other_version"
    mend = "Install the version that its manifest names, or a later one, and restore again."


class KeysUnfit(Refused):
    """This key file does not belong to the backup, or is older than it."""

    code = "config.backup.keys_unfit"
    mend = "Give the newest key file of this centre: each backup replaces it."


class NotEmpty(Refused):
    """There is a centre here already, and a restore never writes over one by itself."""

    code = "config.restore.not_empty"
    mend = "Restore elsewhere, or say --replace: what is here is then kept aside, not deleted."


class StillRunning(Refused):
    """A centre is running on this database."""

    code = "config.restore.still_running"
    mend = "Stop it (web and worker), and restore again."


class PaperNumberRefused(Refused):
    """This number of a paper form cannot be settled like this."""

    code = "config.paper.refused"
    mend = "`stayline paper` lists every number that was printed, and what became of it."


class PackNotWritten(Refused):
    """The continuity pack could not be written."""

    code = "config.pack.not_written"
    mend = "Give another place with -o."
