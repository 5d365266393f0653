// The prefilter's inner loop: which positions may begin an anchor's gram?
#ifndef LAPWING_GRAM_SCAN_H
#define LAPWING_GRAM_SCAN_H

#include <stddef.h>
#include <stdint.h>

// The table is a bit set over hashes of case-folded 4-byte grams: 2^LAPWING_GRAM_BITS bits, in 32-bit words.
#define LAPWING_GRAM_BITS 20
#define LAPWING_GRAM_WORDS 32768 // 2^LAPWING_GRAM_BITS / 32, as a number that Swift can import
#define LAPWING_GRAM_FOLD 0x20202020u
#define LAPWING_GRAM_MULTIPLIER 0x9E3779B1u

// The hash of a gram given as a little-endian 32-bit value.
static inline uint32_t lapwing_gram_hash(uint32_t gram) {
    return ((gram | LAPWING_GRAM_FOLD) * LAPWING_GRAM_MULTIPLIER) >> (32 - LAPWING_GRAM_BITS);
}

// Looks at each position p, from <= p < to, with to <= count - 3, and writes to `out` those whose gram's bit is set, in
// order. Stops before `out` could overflow (capacity >= 64). Returns the number written; *resume is where to go on.
size_t lapwing_gram_scan(const uint8_t *bytes, size_t count, size_t from, size_t to, const uint32_t *table,
                         uint32_t *out, size_t capacity, size_t *resume);

// The same without vector instructions, whatever the processor: what the fast path is tested against.
size_t lapwing_gram_scan_portable(const uint8_t *bytes, size_t count, size_t from, size_t to, const uint32_t *table,
                                  uint32_t *out, size_t capacity, size_t *resume);

#endif
