"""Prints the polynomial coefficients of GaussianTransform.swift (Chebyshev interpolation in 40 digits; needs mpmath)."""
from mpmath import mp, mpf, chebyfit, sin, cos, pi, sqrt, atanh

mp.dps = 40
largest = (sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)
fits = {
    "logarithm": (lambda z: -4 * atanh(sqrt(z)) / sqrt(z) if z > 0 else mpf(-4), largest**2, 6),
    "sine": (lambda z: sin(pi * sqrt(z)) / sqrt(z) if z > 0 else +pi, mpf(1) / 4, 7),
    "cosine": (lambda z: cos(pi * sqrt(z)), mpf(1) / 4, 8),
}
for name, (function, end, count) in fits.items():
    coefficients, error = chebyfit(function, [mpf(0), end], count, error=True)
    print(name, "error", mp.nstr(error, 3))
    for c in reversed(coefficients):  # lowest power first
        print("   ", repr(float(c)), float(c).hex())
