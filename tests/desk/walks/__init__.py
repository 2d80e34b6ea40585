"""Random walks over everything that the desk can do, and what must hold after each step."""

from tests.desk.walks import acts_book, acts_clients, acts_door, acts_reminders, acts_seats, acts_trust
from tests.desk.walks.acts import ACTS
from tests.desk.walks.rules import broken

__all__ = [
    "ACTS",
    "acts_book",
    "acts_clients",
    "acts_door",
    "acts_reminders",
    "acts_seats",
    "acts_trust",
    "broken",
]
