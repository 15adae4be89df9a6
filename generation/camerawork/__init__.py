"""The camera in words: a sentence becomes a plan, a plan becomes tracks."""
