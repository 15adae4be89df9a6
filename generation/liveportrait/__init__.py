"""LivePortrait written anew: a neural network that lets a face be moved, on a GPU in real time."""
