"""The weights that evidence for a join was learned to have.

Invariant: one weight for each feature of `breaks.Candidates`, in its order; learned by logistic
regression on pages made by cutting whole articles into columns.
"""

PAIR_BIAS = -6.262
PAIR_WEIGHTS = (
    -0.09,
    -0.591,
    0.758,
    0.565,
    1.72,
    -0.231,
    8.258,
    -0.251,
    0.28,
    2.325,
    1.368,
    1.866,
    1.615,
    1.741,
    -1.668,
    4.513,
    8.515,
    -0.08,
    -2.813,
    0.454,
)
RIVAL_BIAS = -0.204
RIVAL_WEIGHTS = (0.439, 0.538, 0.057, -1.385)
