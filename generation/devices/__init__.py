"""Which device draws: who owns a GPU, and what it can bear."""
