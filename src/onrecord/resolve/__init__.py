"""Claim to claim: dates, places and actors resolved."""
