"""The numbers both renderers share; importable without torch."""

from __future__ import annotations

# Camera: depth that keeps its place under orbit and crane, and lookups of depth per frame.
ORBIT_PLANE = 0.55
DEPTH_LOOKUPS = 3

# Inversion: Newton steps of the reference, and the least determinant it divides by.
NEWTON_STEPS = 12
QUICK_STEPS = 6  # of what draws many scenes together: within 1e-3 px of the twelve
LEAST_DETERMINANT = 0.25

# Eyes, in eye widths unless said.
LID_TRAVEL = 0.93  # share of the opening the upper lid crosses at blink 1
LID_RISE = 0.10  # share of the opening the lower lid rises
SQUINT = 0.20  # and by a smile
SMILE_SQUINT, CHEEK_SQUINT = 0.55, 0.45  # of a squint, a unit of each
LID_GAZE_DOWN = 0.32  # how far lids follow the gaze down
LID_GAZE_UP = 0.14  # and up
LEAST_CLOSURE = -0.25
GAZE_X = 0.20
GAZE_Y = 0.10
GAZE_REACH = 0.475  # half width over which the eyeball's shift fades
LID_TUCK = 0.045  # lash line left out of the stretched lid
LOWER_FADE = 0.30  # reach of the lower lid's movement
LOWER_TUCK = 0.055  # white left out under the lower lid's edge as the eye shuts
GLINT_FOLLOW = 0.45  # share of the gaze a catchlight goes along: light stays where it is
GRAIN_DROP = 0.62  # where, below, the closed lid borrows its brush strokes
SHADOW_WIDTH = 0.22
SHADOW_DEPTH = 0.22
LASH_DEPTH = 0.45
LASH_SPREAD = 1.7  # softnesses
LID_FADE_POWER = 0.7
LID_COLOUR_FULL = 2.0  # the lid is all its own colour at 1/2 of the way from b to its edge
LID_COLOUR_FROM = 0.02  # closure above which the lid takes its own colour
EDGE_SOFTNESS = 0.012
LEAST_SOFTNESS = 0.8  # px
LEAST_OPENING = 0.01  # px, below which a column has no eye
GRAIN_RANGE = (0.4, 1.2)  # limits of the luma ratio that scales borrowed strokes

# Luma of RGB 0..1 (ITU-R BT.601).
LUMA = (0.299, 0.587, 0.114)

# Mouth; heights in half mouth widths. See generation/rig/mouth.py.
MOUTH_COLOURS = 6  # dark, warm, tongue, tooth, gum, lip
TABLE_SCALE = 96.0  # samples of a mouth's tables a unit of s; 257 of them reach s = 1.33
CHROMA_EDGE = 1.6  # chroma's edges are softer by this
PARTED = 0.06  # gap at which the lips' inner edges are fully shaded
PRESS_DARK, PRESS_REACH = 0.26, 0.10
CORNER_DARK, CORNER_REACH = 0.12, 0.10
UPPER_DARK, UPPER_REACH = 0.26, 0.11
RIM_LIGHT, RIM_AT, RIM_REACH = 0.16, 0.06, 0.10
CONTACT_DARK, CONTACT_REACH = 0.20, 0.045
TINT, TINT_REACH = 0.60, 0.17
CORNER_COVER = 0.06  # gaps below this close at the corners, or they end in black tips
LIP_REACH = 0.17  # no shading goes farther from the lips' edges
LINE_REACH = 0.17  # no painted line is wider, nor hidden farther
MOUTH_ENDS = 1.33  # |s| beyond which both layers move as one and nothing is shaded
TONGUE_HEIGHT, TONGUE_SOFT, TONGUE_ALPHA = 0.40, 0.13, 0.90
TONGUE_LIGHT, TONGUE_TOP = 0.22, 0.28  # of its colour, and more along its top
TONGUE_ROOT, LIP_SHADOW = 0.30, 0.16  # in the lip's shadow: lit there it reads as a second lip
TEETH_EDGE, TEETH_SHOWN, TEETH_LIGHT = -0.035, 0.165, 0.94
OPEN_FROM, OPEN_FULL = 0.015, 0.11  # gap over which the painted line gives way to the opening
BEARD_JAW = 0.25  # a jaw opens further under hair, to be seen
FAINT_LIPS = 0.30  # as scene/mouth.FAINT_DROP does with the jaw: or bared teeth outdo a vowel

# Cubic sampling (Keys 1981): -1/2 is Catmull-Rom; a little sharper keeps a canvas' grain in motion.
CUBIC = -0.75
