#pragma once
#include <gmp.h>

/* GMP's macros do not import; each gets a function of the same meaning. */
static inline int plumbline_mpz_sgn(const __mpz_struct *x) { return mpz_sgn(x); }
