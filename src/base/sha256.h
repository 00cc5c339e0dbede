/* sha256.h: SHA-256 and HMAC-SHA-256, for transcripts that shall not be edited unnoticed.
 *
 * Sources: FIPS 180-4, Secure Hash Standard, sections 4.1.2, 4.2.2, 5 and 6.2; RFC 2104, HMAC;
 * test vectors: RFC 4231 and FIPS 180-4's examples.
 * Owner:   all state is in the caller's memory. May be called in any thread. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/base.h"

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64, SHA256_HEX = 65 };

struct sha256 {
    uint32_t h[8];
    uint64_t bytes;
    uint8_t block[SHA256_BLOCK];
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *data, size_t n);
void sha256_end(struct sha256 *s, uint8_t ret[SHA256_BYTES]);

/* The digest of n bytes as 64 hexadecimal digits and a NUL. */
void sha256_hex(const void *data, size_t n, char ret[SHA256_HEX]);

/* HMAC-SHA-256 of the message, in the same form. */
void hmac_sha256_hex(const void *key, size_t key_n, const void *data, size_t n, char ret[SHA256_HEX]);

#endif
