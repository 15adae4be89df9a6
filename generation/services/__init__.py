"""Paid services beyond our walls: what may be asked, what it costs, nothing paid twice."""
