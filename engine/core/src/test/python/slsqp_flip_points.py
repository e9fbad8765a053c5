"""Closest flip points of a network by scipy's SLSQP, the best of many starts.

    python slsqp_flip_points.py net.json references.csv rows.csv starts > distances.csv

The network is h = erf(x W + b), softmax at the end; rows and references are standardised. The
starts are the row itself, the nearest reference rows of the other class walked back to the boundary
by bisection (half of them), and random points around the row (the others). Prints for each row the
distance of the closest flip point that any start found, and the one that the row itself led to;
Infinity where SLSQP did not reach the boundary.
"""

import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import erf

net = json.load(open(sys.argv[1]))
W = [np.array(w) for w in net["W"]]
b = [np.array(x) for x in net["b"]]
references = np.genfromtxt(sys.argv[2], delimiter=",", skip_header=1)
rows = np.genfromtxt(sys.argv[3], delimiter=",", skip_header=1)
starts = int(sys.argv[4])
random = np.random.default_rng(0)


def margin(x):
    h = x
    for w, c in zip(W[:-1], b[:-1]):
        h = erf(h @ w + c)
    z = h @ W[-1] + b[-1]
    return z[..., 1] - z[..., 0]


def gradient(x):
    h, inputs = x, []
    for w, c in zip(W[:-1], b[:-1]):
        z = h @ w + c
        inputs.append(z)
        h = erf(z)
    g = W[-1][:, 1] - W[-1][:, 0]
    for w, z in zip(W[:-1][::-1], inputs[::-1]):
        g = w @ (g * 2 / np.sqrt(np.pi) * np.exp(-z * z))
    return g


def solve(row, start):
    result = minimize(
        lambda x: 0.5 * ((x - row) @ (x - row)),
        start,
        jac=lambda x: x - row,
        constraints={"type": "eq", "fun": margin, "jac": gradient},
        method="SLSQP",
        options={"maxiter": 300, "ftol": 1e-14},
    )
    return np.linalg.norm(result.x - row) if abs(margin(result.x)) < 1e-8 else np.inf


print("slsqp_best,slsqp_from_row")
for row in rows:
    positive = margin(row) >= 0
    from_row = solve(row, row)
    best = from_row
    other = references[(margin(references) >= 0) != positive]
    nearest = other[np.argsort(((other - row) ** 2).sum(1))[: starts // 2]]
    for end in nearest:
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            if (margin(row + middle * (end - row)) >= 0) == positive:
                low = middle
            else:
                high = middle
        best = min(best, solve(row, row + high * (end - row)))
    for _ in range(starts - starts // 2):
        direction = random.normal(size=len(row))
        length = (best if np.isfinite(best) else 2) * random.uniform(0.3, 1.5)
        best = min(best, solve(row, row + direction / np.linalg.norm(direction) * length))
    print(",".join("Infinity" if np.isinf(x) else f"{x:.17g}" for x in (best, from_row)))
