"""From a script to the timeline of one scene."""
