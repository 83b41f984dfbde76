#pragma once

/* The entry points used directly; the rest of OpenBLAS is reached through LAPACKE. The enumerations of
   cblas.h are plain integers in its binary interface. */
void openblas_set_num_threads(int count);
void cblas_dsyrk(int order, int triangle, int transpose, int n, int k, double alpha, const double *a, int lda,
                 double beta, double *c, int ldc);
