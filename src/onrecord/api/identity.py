"""Who somebody is and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("viewer", "reviewer", "admin")
"""Each may do what those before it may: look; decide and import; manage users."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person with a name that decisions carry, a role, and how they came in: alone (no team), session or token."""

    name: str
    role: str
    via: str

    def may(self, role: str) -> bool:
        """Whether this person may do what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)
