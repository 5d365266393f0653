// One hash probe a position. The vector path takes eight positions at once: one shuffle makes their eight grams, one
// gather fetches their words of the bit set (128 KiB, so it stays in the second-level cache), and only a group with a set
// bit costs a branch. Swift alone cannot say "gather"; this is the reason for C (docs/performance.md has the figures).

#include "gram_scan.h"

#include <string.h>

static inline uint32_t load32(const uint8_t *p) {
    uint32_t value;
    memcpy(&value, p, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

static inline uint64_t load64(const uint8_t *p) {
    uint64_t value;
    memcpy(&value, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline uint32_t probe(const uint32_t *table, uint32_t gram) {
    uint32_t hash = lapwing_gram_hash(gram);
    return (table[hash >> 5] >> (hash & 31)) & 1u;
}

size_t lapwing_gram_scan_portable(const uint8_t *bytes, size_t count, size_t from, size_t to, const uint32_t *table,
                                  uint32_t *out, size_t capacity, size_t *resume) {
    size_t written = 0;
    size_t p = from;
    while (p + 4 <= to && p + 8 <= count && written + 4 <= capacity) {
        uint64_t eight = load64(bytes + p);
        uint32_t a = probe(table, (uint32_t)eight);
        uint32_t b = probe(table, (uint32_t)(eight >> 8));
        uint32_t c = probe(table, (uint32_t)(eight >> 16));
        uint32_t d = probe(table, (uint32_t)(eight >> 24));
        if (a | b | c | d) {
            out[written] = (uint32_t)p;
            written += a;
            out[written] = (uint32_t)(p + 1);
            written += b;
            out[written] = (uint32_t)(p + 2);
            written += c;
            out[written] = (uint32_t)(p + 3);
            written += d;
        }
        p += 4;
    }
    while (p < to && written < capacity) {
        if (probe(table, load32(bytes + p))) {
            out[written++] = (uint32_t)p;
        }
        p++;
    }
    *resume = p;
    return written;
}

#if defined(__x86_64__)

#include <immintrin.h>

__attribute__((target("avx2"))) static inline unsigned probe_eight(const uint8_t *at, const uint32_t *table) {
    const __m256i spread = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6,  //
                                            4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10);
    __m256i text = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)at));
    __m256i grams = _mm256_or_si256(_mm256_shuffle_epi8(text, spread), _mm256_set1_epi32((int)LAPWING_GRAM_FOLD));
    __m256i hash = _mm256_srli_epi32(_mm256_mullo_epi32(grams, _mm256_set1_epi32((int)LAPWING_GRAM_MULTIPLIER)),
                                     32 - LAPWING_GRAM_BITS);
    __m256i words = _mm256_i32gather_epi32((const int *)table, _mm256_srli_epi32(hash, 5), 4);
    // The shift counts only the low five bits of ~hash: it brings the hash's bit to the sign.
    __m256i shift = _mm256_andnot_si256(hash, _mm256_set1_epi32(31));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, shift)));
}

__attribute__((target("avx2"))) static size_t gram_scan_avx2(const uint8_t *bytes, size_t count, size_t from, size_t to,
                                                             const uint32_t *table, uint32_t *out, size_t capacity,
                                                             size_t *resume) {
    size_t written = 0;
    size_t p = from;
    while (p + 32 <= to && p + 40 <= count && written + 32 <= capacity) {
        unsigned mask = probe_eight(bytes + p, table) | probe_eight(bytes + p + 8, table) << 8 |
                        probe_eight(bytes + p + 16, table) << 16 | probe_eight(bytes + p + 24, table) << 24;
        while (mask) {
            out[written++] = (uint32_t)(p + (size_t)__builtin_ctz(mask));
            mask &= mask - 1;
        }
        p += 32;
    }
    // The last bytes, or the last places of `out`: the portable loop stops at whichever comes first.
    return written + lapwing_gram_scan_portable(bytes, count, p, to, table, out + written, capacity - written, resume);
}

size_t lapwing_gram_scan(const uint8_t *bytes, size_t count, size_t from, size_t to, const uint32_t *table,
                         uint32_t *out, size_t capacity, size_t *resume) {
    if (__builtin_cpu_supports("avx2")) {
        return gram_scan_avx2(bytes, count, from, to, table, out, capacity, resume);
    }
    return lapwing_gram_scan_portable(bytes, count, from, to, table, out, capacity, resume);
}

#else

size_t lapwing_gram_scan(const uint8_t *bytes, size_t count, size_t from, size_t to, const uint32_t *table,
                         uint32_t *out, size_t capacity, size_t *resume) {
    return lapwing_gram_scan_portable(bytes, count, from, to, table, out, capacity, resume);
}

#endif
