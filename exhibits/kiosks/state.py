"""LOST BY ACCIDENT: another hand overwrote this untracked file (OnShow, on_show, works_of).

Its author: please write it again from your own text; nothing else was touched.
"""
