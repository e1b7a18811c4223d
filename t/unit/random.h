/* A small source of random numbers that gives the same ones for the same seed
 * everywhere, so that a failed round can be played again: EHOKS_SEED=… of the
 * environment, otherwise a fixed one.
 */
#ifndef EHOKS_T_UNIT_RANDOM_H
#define EHOKS_T_UNIT_RANDOM_H

#include <stdint.h>
#include <stdlib.h>

static uint64_t random_state;

/* Begins the numbers of round `round`. */
static inline void random_begin(unsigned round)
{
    const char *seed = getenv("EHOKS_SEED");

    random_state = (seed ? strtoull(seed, NULL, 10) : 20240815)
                   + round * 0x9e3779b97f4a7c15U;
}

/* splitmix64 */
static inline uint64_t random_bits(void)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15U;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* A number from 0 to `below` - 1; 0 when `below` is 0. */
static inline unsigned random_below(size_t below)
{
    return below ? (unsigned)(random_bits() % below) : 0;
}

#endif
