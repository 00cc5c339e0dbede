#include "base/sha256.h"

#include "tap.h"

static const char *digest(const char *s, size_t n)
{
    static char hex[SHA256_HEX];
    sha256_hex(s, n, hex);
    return hex;
}

TEST(digests_are_those_of_the_standard)
{
    CHECK_STR(digest("abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(digest("", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    static const char two[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    CHECK_STR(digest(two, sizeof two - 1), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(a_million_letters_in_uneven_pieces)
{
    static char letters[1000];
    memset(letters, 'a', sizeof letters);
    struct sha256 s;
    uint8_t d[SHA256_BYTES];
    sha256_init(&s);
    for (size_t left = 1000000, piece = 1; left; left -= MIN(left, piece), piece = piece % 900 + 13)
        sha256_add(&s, letters, MIN(left, piece));
    sha256_end(&s, d);
    CHECK(d[0] == 0xcd && d[1] == 0xc7 && d[2] == 0x6e && d[31] == 0xd0);
}

TEST(lengths_around_a_block_are_padded_right)
{
    static const struct { size_t n; const char *begin; } known[] = { // sha256sum of so many letters a
        { 55, "9f4390f8" }, { 56, "b35439a4" }, { 63, "7d3e74a0" }, { 64, "ffe054fe" }, { 65, "635361c4" },
    };
    char letters[65];
    memset(letters, 'a', sizeof letters);
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        CHECK(strncmp(digest(letters, known[i].n), known[i].begin, 8) == 0);
}

TEST(keyed_digests_are_those_of_rfc_4231)
{
    char hex[SHA256_HEX], key[131];
    memset(key, 0x0b, 20);
    hmac_sha256_hex(key, 20, "Hi There", 8, hex);
    CHECK_STR(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac_sha256_hex("Jefe", 4, "what do ya want for nothing?", 28, hex);
    CHECK_STR(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    static const char text[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    hmac_sha256_hex(key, sizeof key, text, sizeof text - 1, hex);
    CHECK_STR(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

int main(void)
{
    RUN(digests_are_those_of_the_standard);
    RUN(a_million_letters_in_uneven_pieces);
    RUN(lengths_around_a_block_are_padded_right);
    RUN(keyed_digests_are_those_of_rfc_4231);
    return tap_done();
}
