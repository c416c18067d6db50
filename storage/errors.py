"""The ways keeping can fail. Each message is a sentence for the operator."""


class StorageError(Exception):
    """The root of what can go wrong with keeping."""


class StoreUnavailable(StorageError):
    """Nothing was written: the database is locked, read-only, full or broken. Trying again later may help."""


class StoreHalfDone(StorageError):
    """The record has it and the present not yet: what was decided stands, and the rest is done at the next tick."""


class StoreRefused(StorageError):
    """This folder cannot be used as it is: the database is newer, not ours, or in use by another process."""
