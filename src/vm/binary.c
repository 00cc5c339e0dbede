/* binary.c: floats as their bytes, and digests: MD5, SHA-1, SHA-2.
 *
 * A digest's state is a bytes object of the program: struct digest as it is in memory. So it may be
 * copied, and nothing has to be freed.
 * Sources: R. Rivest, RFC 1321 (MD5); NIST FIPS 180-4 (SHA). */
#include <math.h>
#include <string.h>

#include "vm/inside.h"
#include "vm/methods.h"
#include "vm/str.h"

/* ---- floats ---- */

static uint16_t half_of(double d, bool *ret_large)
{
    uint64_t bits;
    memcpy(&bits, &d, 8);
    uint16_t sign = (uint16_t)(bits >> 48 & 0x8000);
    *ret_large = false;
    if (isnan(d))
        return sign | 0x7e00;
    if (isinf(d))
        return sign | 0x7c00;
    double a = fabs(d);
    int e;
    frexp(a, &e);
    int step = a == 0.0 ? -24 : MAX(e - 11, -24); // what the last bit is worth, as a power of 2
    double n = nearbyint(ldexp(a, -step));
    if (n >= 2048.0) { // rounded up to the next power of 2
        n /= 2.0;
        step++;
    }
    *ret_large = step > 5;
    return (uint16_t)(sign | (n < 1024.0 ? (unsigned)n : ((unsigned)(step + 25) << 10) + (unsigned)n - 1024u));
}

static double half_value(uint16_t h)
{
    int e = h >> 10 & 31, m = h & 1023;
    double d = e == 31 ? (m ? NAN : INFINITY) : e ? ldexp(1024 + m, e - 25) : ldexp(m, -24);
    return h & 0x8000 ? -d : d;
}

/* 2, 4 or 8 bytes, the least significant first. */
enum vm_ret binary_float_pack(struct task *t, value *args, value *ret)
{
    double d;
    bool large = false;
    if (!number_get(t, payload_or_self(args[0]), &d))
        return t->exc == V_UNBOUND ? throw(t, EXC_TypeError, "required argument is not a float") : VM_RAISE;
    if (args[1] == V_INT(2)) {
        uint16_t h = half_of(d, &large);
        *ret = bytes_new(t, &h, 2);
    } else if (args[1] == V_INT(4)) {
        float f = (float)d;
        large = isinf(f) && !isinf(d);
        *ret = bytes_new(t, &f, 4);
    } else {
        *ret = bytes_new(t, &d, 8);
    }
    if (large)
        return throw(t, EXC_OverflowError, "float too large to pack with %c format", args[1] == V_INT(2) ? 'e' : 'f');
    return *ret ? VM_OK : VM_RAISE;
}

enum vm_ret binary_float_unpack(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    uint16_t h;
    float f;
    double d;
    if (!bytes_get(args[0], &s) || (s.n != 2 && s.n != 4 && s.n != 8))
        return throw(t, EXC_TypeError, "2, 4 or 8 bytes are wanted");
    if (s.n == 2) {
        memcpy(&h, s.data, 2);
        d = half_value(h);
    } else if (s.n == 4) {
        memcpy(&f, s.data, 4);
        d = (double)f;
    } else {
        memcpy(&d, s.data, 8);
    }
    *ret = float_value(t, d);
    return VM_OK;
}

/* ---- digests ---- */

struct digest {
    uint64_t total;     // bytes so far
    uint64_t h[8];
    uint8_t block[128]; // the bytes that do not fill a block yet
};

struct digest_kind {
    const char *name;
    uint32_t block, size;
    bool little; // the order of bytes in a word
    void (*mix)(struct digest *d, const uint8_t *block);
    uint64_t first[8];
};

static uint32_t left(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static uint64_t right64(uint64_t x, unsigned n)
{
    return x >> n | x << (64 - n);
}

/* n bytes as a number, the most significant first. */
static uint64_t big_end(const uint8_t *s, unsigned n)
{
    uint64_t x = 0;
    while (n--)
        x = x << 8 | *s++;
    return x;
}

static void mix_md5(struct digest *d, const uint8_t *block)
{
    static const uint8_t turns[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
    uint32_t w[16], a = (uint32_t)d->h[0], b = (uint32_t)d->h[1], c = (uint32_t)d->h[2], e = (uint32_t)d->h[3];
    memcpy(w, block, 64);
    for (unsigned i = 0; i < 64; i++) {
        uint32_t f, k = (uint32_t)(int64_t)floor(fabs(sin(i + 1.0)) * 4294967296.0); // as the RFC makes its table
        unsigned g;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & e); g = i; break;
        case 1: f = (e & b) | (~e & c); g = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ e; g = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~e); g = 7 * i % 16; break;
        }
        f += a + k + w[g];
        a = e;
        e = c;
        c = b;
        b += left(f, turns[i / 16][i % 4]);
    }
    const uint32_t add[4] = { a, b, c, e };
    for (int i = 0; i < 4; i++)
        d->h[i] = (uint32_t)d->h[i] + (uint64_t)add[i];
}

static void mix_sha1(struct digest *d, const uint8_t *block)
{
    uint32_t w[80], v[5];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)big_end(block + 4 * i, 4);
    for (int i = 16; i < 80; i++)
        w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 5; i++)
        v[i] = (uint32_t)d->h[i];
    for (int i = 0; i < 80; i++) {
        static const uint32_t k[] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 };
        uint32_t f = i / 20 == 0   ? (v[1] & v[2]) | (~v[1] & v[3])
                     : i / 20 == 2 ? (v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])
                                   : v[1] ^ v[2] ^ v[3];
        uint32_t x = left(v[0], 5) + f + v[4] + k[i / 20] + w[i];
        v[4] = v[3];
        v[3] = v[2];
        v[2] = left(v[1], 30);
        v[1] = v[0];
        v[0] = x;
    }
    for (int i = 0; i < 5; i++)
        d->h[i] = (uint32_t)(d->h[i] + v[i]);
}

/* The first 64 bits of the fractions of the cube roots of the first 80 primes; SHA-256 takes the first 32. */
static const uint64_t roots[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

static void mix_sha256(struct digest *d, const uint8_t *block)
{
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)big_end(block + 4 * i, 4);
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (right(a, 7) ^ right(a, 18) ^ a >> 3) + w[i - 7] + (right(b, 17) ^ right(b, 19) ^ b >> 10);
    }
    for (int i = 0; i < 8; i++)
        v[i] = (uint32_t)d->h[i];
    for (int i = 0; i < 64; i++) {
        uint32_t x = v[7] + (right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
                     (uint32_t)(roots[i] >> 32) + w[i];
        uint32_t y = (right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += x;
        v[0] = x + y;
    }
    for (int i = 0; i < 8; i++)
        d->h[i] = (uint32_t)(d->h[i] + v[i]);
}

static void mix_sha512(struct digest *d, const uint8_t *block)
{
    uint64_t w[80], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = big_end(block + 8 * i, 8);
    for (int i = 16; i < 80; i++) {
        uint64_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (right64(a, 1) ^ right64(a, 8) ^ a >> 7) + w[i - 7] + (right64(b, 19) ^ right64(b, 61) ^ b >> 6);
    }
    memcpy(v, d->h, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint64_t x = v[7] + (right64(v[4], 14) ^ right64(v[4], 18) ^ right64(v[4], 41)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
                     roots[i] + w[i];
        uint64_t y = (right64(v[0], 28) ^ right64(v[0], 34) ^ right64(v[0], 39)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += x;
        v[0] = x + y;
    }
    for (int i = 0; i < 8; i++)
        d->h[i] += v[i];
}

static const struct digest_kind kinds[] = {
    { "md5", 64, 16, true, mix_md5, { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 } },
    { "sha1", 64, 20, false, mix_sha1, { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } },
    { "sha224", 64, 28, false, mix_sha256,
      { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4 } },
    { "sha256", 64, 32, false, mix_sha256,
      { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } },
    { "sha384", 128, 48, false, mix_sha512,
      { 0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939, 0x67332667ffc00b31,
        0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4 } },
    { "sha512", 128, 64, false, mix_sha512,
      { 0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
        0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 } },
};

static void feed(const struct digest_kind *k, struct digest *d, const uint8_t *s, size_t n)
{
    size_t held = d->total % k->block;
    d->total += n;
    while (n) {
        size_t part = MIN(n, k->block - held);
        memcpy(d->block + held, s, part);
        s += part;
        n -= part;
        held += part;
        if (held == k->block) {
            k->mix(d, d->block);
            held = 0;
        }
    }
}

/* A one, zeros, and the length in bits fill the last block. */
static void finish(const struct digest_kind *k, struct digest *d, uint8_t *out)
{
    static const uint8_t one = 0x80, zero = 0;
    uint64_t bits = d->total * 8;
    uint8_t length[16] = { 0 };
    size_t length_n = k->block / 8;
    for (size_t i = 0; i < 8; i++)
        length[k->little ? i : length_n - 1 - i] = (uint8_t)(bits >> 8 * i);
    feed(k, d, &one, 1);
    while (d->total % k->block != k->block - length_n)
        feed(k, d, &zero, 1);
    feed(k, d, length, length_n);
    unsigned word = k->block / 16;
    for (unsigned i = 0; i < k->size; i++)
        out[i] = (uint8_t)(d->h[i / word] >> 8 * (k->little ? i % word : word - 1 - i % word));
}

/* state: None at the beginning, else what was given before. last: the digest itself is given. */
enum vm_ret binary_digest(struct task *t, value *args, value *ret)
{
    struct byte_span state, data;
    struct digest d = { 0 };
    uint8_t out[64];
    const struct digest_kind *k = NULL;
    for (size_t i = 0; is_str(args[0]) && i < ARRAY_LEN(kinds); i++)
        if (strcmp(str_data(REF(args[0])), kinds[i].name) == 0)
            k = &kinds[i];
    if (!k)
        return throw(t, EXC_ValueError, "unsupported hash type");
    if (!bytes_get(args[2], &data))
        return is_str(args[2]) ? throw(t, EXC_TypeError, "Strings must be encoded before hashing")
                               : throw(t, EXC_TypeError, "object supporting the buffer API required");
    if (bytes_get(args[1], &state) && state.n == sizeof d)
        memcpy(&d, state.data, sizeof d);
    else
        memcpy(d.h, k->first, sizeof d.h);
    feed(k, &d, data.data, data.n);
    if (args[3] == V_TRUE)
        finish(k, &d, out);
    *ret = args[3] == V_TRUE ? bytes_new(t, out, k->size) : bytes_new(t, &d, sizeof d);
    return *ret ? VM_OK : VM_RAISE;
}
