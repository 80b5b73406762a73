"""Read reports about armed conflict into an auditable record of who says that who did what to whom."""

__version__ = "0.1.0"
