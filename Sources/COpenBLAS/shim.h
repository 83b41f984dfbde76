#pragma once

/* The only entry point used directly; the rest of OpenBLAS is reached through LAPACKE. */
void openblas_set_num_threads(int count);
