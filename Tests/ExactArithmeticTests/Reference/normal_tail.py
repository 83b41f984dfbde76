"""Prints the table of NormalLawTests.swift: P(N(0, 1) > x) to 60 digits (needs mpmath)."""
from mpmath import erfc, mp, mpf, nstr, sqrt

mp.dps = 90
for text in ["-10", "-5", "-1", "-1/3", "1/1000", "1/2", "1", "2", "7/2", "5", "37/4", "16", "37", "100", "200"]:
    numerator, _, denominator = text.partition("/")
    x = mpf(numerator) / mpf(denominator or 1)
    print(f'    ("{text}", "{nstr(erfc(x / sqrt(2)) / 2, 60)}"),')
