#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "vm/methods.h"
#include "vm/str.h"

/* ---- names ---- */

enum codec { CODEC_UTF8, CODEC_ASCII, CODEC_LATIN1 };
static const char *const codec_name[] = { "utf-8", "ascii", "latin-1" };

static const struct {
    const char *name; // in lower case, with - for _
    enum codec codec;
} codec_names[] = {
    { "utf-8", CODEC_UTF8 },       { "utf8", CODEC_UTF8 },         { "u8", CODEC_UTF8 },
    { "ascii", CODEC_ASCII },      { "us-ascii", CODEC_ASCII },    { "646", CODEC_ASCII },
    { "latin-1", CODEC_LATIN1 },   { "latin1", CODEC_LATIN1 },     { "latin", CODEC_LATIN1 },
    { "iso-8859-1", CODEC_LATIN1 }, { "iso8859-1", CODEC_LATIN1 }, { "l1", CODEC_LATIN1 },
};

static bool codec_find(const char *name, enum codec *ret)
{
    char plain[16];
    size_t n = name ? strlen(name) : 0;
    *ret = CODEC_UTF8;
    if (!name)
        return true;
    if (n >= sizeof plain)
        return false;
    for (size_t i = 0; i <= n; i++)
        plain[i] = name[i] == '_' || name[i] == ' ' ? '-' : name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
    for (size_t i = 0; i < ARRAY_LEN(codec_names); i++) {
        if (strcmp(codec_names[i].name, plain) == 0) {
            *ret = codec_names[i].codec;
            return true;
        }
    }
    return false;
}

enum handler { HANDLE_STRICT, HANDLE_IGNORE, HANDLE_REPLACE, HANDLE_BACKSLASH, HANDLE_XML, HANDLE_SURROGATE, HANDLE_UNKNOWN };
static const char *const handler_names[] = { "strict", "ignore", "replace", "backslashreplace",
                                             "xmlcharrefreplace", "surrogateescape" };

static enum handler handler_find(const char *name)
{
    for (size_t i = 0; name && i < ARRAY_LEN(handler_names); i++)
        if (strcmp(handler_names[i], name) == 0)
            return (enum handler)i;
    return name ? HANDLE_UNKNOWN : HANDLE_STRICT;
}

/* ---- decoding ---- */

struct fault { // what is wrong in bytes
    size_t from, to;
    const char *reason;
};

/* Tells what CPython says about the sequence at s[i] that is not UTF-8: how much of it belongs
 * together and why. */
static struct fault utf8_fault(const uint8_t *s, size_t n, size_t i)
{
    uint8_t lead = s[i];
    struct fault f = { i, i + 1, "invalid start byte" };
    if (lead < 0xc2 || lead > 0xf4)
        return f;
    f.reason = "invalid continuation byte";
    size_t len = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (size_t k = 1; k < len; k++, low = 0x80, high = 0xbf) {
        if (i + k >= n) {
            f.to = n;
            f.reason = "unexpected end of data";
            return f;
        }
        if (s[i + k] < low || s[i + k] > high) {
            f.to = i + k;
            return f;
        }
    }
    return f;
}

static enum vm_ret decode_error(struct task *t, enum codec codec, const uint8_t *s, const struct fault *f)
{
    if (f->to - f->from == 1)
        return throw(t, EXC_UnicodeDecodeError, "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                     codec_name[codec], s[f->from], f->from, f->reason);
    return throw(t, EXC_UnicodeDecodeError, "'%s' codec can't decode bytes in position %zu-%zu: %s",
                 codec_name[codec], f->from, f->to - 1, f->reason);
}

static void add_cp(struct scratch *out, uint32_t cp)
{
    out->n += utf8_put(scratch_room(out, 4), cp);
}

/* Writes what stands for a faulty piece. */
static enum vm_ret decode_handle(struct task *t, enum codec codec, const char *errors, const uint8_t *s,
                                 const struct fault *f, struct scratch *out)
{
    switch (handler_find(errors)) {
    case HANDLE_STRICT:
        return decode_error(t, codec, s, f);
    case HANDLE_IGNORE:
        return VM_OK;
    case HANDLE_REPLACE:
        add_cp(out, 0xfffd);
        return VM_OK;
    case HANDLE_BACKSLASH:
        for (size_t i = f->from; i < f->to; i++)
            out->n += (size_t)sprintf(scratch_room(out, 5), "\\x%02x", s[i]);
        return VM_OK;
    case HANDLE_SURROGATE:
        for (size_t i = f->from; i < f->to; i++)
            add_cp(out, 0xdc00 + s[i]);
        return VM_OK;
    case HANDLE_XML:
        return throw(t, EXC_TypeError, "don't know how to handle UnicodeDecodeError in error callback");
    default:
        return throw(t, EXC_LookupError, "unknown error handler name '%s'", errors);
    }
}

/* Text with mistakes in it, piece by piece. */
static enum vm_ret decode_slowly(struct task *t, enum codec codec, const char *errors, const uint8_t *s, size_t n,
                                 value *ret)
{
    struct scratch out;
    enum vm_ret got = VM_OK;
    scratch_init(&out);
    for (size_t i = 0; i < n && got == VM_OK;) {
        uint32_t cp = s[i];
        unsigned len = codec == CODEC_UTF8 ? utf8_get((const char *)s + i, n - i, &cp) : 1;
        if (cp == UINT32_MAX || (codec == CODEC_ASCII && cp >= 0x80)) {
            struct fault f = { i, i + 1, "ordinal not in range(128)" };
            if (codec == CODEC_UTF8)
                f = utf8_fault(s, n, i);
            got = decode_handle(t, codec, errors, s, &f, &out);
            i = f.to;
            continue;
        }
        add_cp(&out, cp);
        i += len;
    }
    if (got == VM_OK)
        got = str_return(str_new(t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

enum vm_ret text_decode(struct task *t, const uint8_t *s, size_t n, const char *encoding, const char *errors,
                        value *ret)
{
    enum codec codec;
    if (n == 0)
        return str_return(str_new(t, "", 0), ret); // then CPython does not look at the encoding
    if (!codec_find(encoding, &codec))
        return throw(t, EXC_LookupError, "unknown encoding: %s", encoding);
    if (text_is_ascii((const char *)s, n) || (codec == CODEC_UTF8 && utf8_valid((const char *)s, n)))
        return str_return(str_new(t, (const char *)s, n), ret);
    return decode_slowly(t, codec, errors, s, n, ret);
}

/* ---- encoding ---- */

static bool encodable(enum codec codec, uint32_t cp)
{
    return codec == CODEC_UTF8 ? cp < 0xd800 || cp > 0xdfff : cp < (codec == CODEC_ASCII ? 0x80u : 0x100u);
}

static void cp_escape(char to[12], uint32_t cp)
{
    sprintf(to, cp < 0x100 ? "\\x%02x" : cp < 0x10000 ? "\\u%04x" : "\\U%08x", cp);
}

/* The run of characters from byte i on that cannot be encoded: [from, to) counts characters. */
static enum vm_ret encode_error(struct task *t, enum codec codec, const struct str *s, size_t i)
{
    static const char *const reason[] = { "surrogates not allowed", "ordinal not in range(128)",
                                          "ordinal not in range(256)" };
    const char *text = str_data(s);
    size_t from = text_chars(text, i), to = from;
    uint32_t cp, first;
    char code[12];
    char_get(text + i, &first);
    while (i < s->o.n) {
        unsigned len = char_get(text + i, &cp);
        if (encodable(codec, cp))
            break;
        i += len;
        to++;
    }
    cp_escape(code, first);
    if (to - from == 1)
        return throw(t, EXC_UnicodeEncodeError, "'%s' codec can't encode character '%s' in position %zu: %s",
                     codec_name[codec], code, from, reason[codec]);
    return throw(t, EXC_UnicodeEncodeError, "'%s' codec can't encode characters in position %zu-%zu: %s",
                 codec_name[codec], from, to - 1, reason[codec]);
}

static enum vm_ret encode_handle(struct task *t, enum codec codec, const char *errors, const struct str *s, size_t i,
                                 uint32_t cp, struct scratch *out)
{
    char text[16];
    switch (handler_find(errors)) {
    case HANDLE_STRICT:
        return encode_error(t, codec, s, i);
    case HANDLE_IGNORE:
        return VM_OK;
    case HANDLE_REPLACE:
        scratch_addc(out, '?');
        return VM_OK;
    case HANDLE_BACKSLASH:
        cp_escape(text, cp);
        break;
    case HANDLE_XML:
        sprintf(text, "&#%u;", cp);
        break;
    case HANDLE_SURROGATE:
        if (cp < 0xdc80 || cp > 0xdcff)
            return encode_error(t, codec, s, i);
        scratch_addc(out, (char)(cp - 0xdc00));
        return VM_OK;
    default:
        return throw(t, EXC_LookupError, "unknown error handler name '%s'", errors);
    }
    scratch_add(out, text, strlen(text));
    return VM_OK;
}

static bool has_surrogate(const char *s, size_t n)
{
    for (const char *p = s, *end = s + n; (p = memchr(p, 0xed, (size_t)(end - p))); p++)
        if ((unsigned char)p[1] >= 0xa0)
            return true;
    return false;
}

enum vm_ret text_encode(struct task *t, const struct str *s, const char *encoding, const char *errors, value *ret)
{
    enum codec codec;
    const char *text = str_data(s);
    if (!codec_find(encoding, &codec))
        return throw(t, EXC_LookupError, "unknown encoding: %s", encoding);
    if (str_all_ascii(s) || (codec == CODEC_UTF8 && !has_surrogate(text, s->o.n)))
        return str_return(bytes_new(t, text, s->o.n), ret);
    struct scratch out;
    enum vm_ret got = VM_OK;
    scratch_init(&out);
    for (size_t i = 0; i < s->o.n && got == VM_OK;) {
        uint32_t cp;
        unsigned len = char_get(text + i, &cp);
        if (!encodable(codec, cp))
            got = encode_handle(t, codec, errors, s, i, cp, &out);
        else if (codec == CODEC_UTF8)
            scratch_add(&out, text + i, len);
        else
            scratch_addc(&out, (char)cp);
        i += len;
    }
    if (got == VM_OK)
        got = str_return(bytes_new(t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

/* ---- encode() decode() ---- */

static enum vm_ret options(struct task *t, const char *function, value *args, const char **encoding, const char **errors)
{
    bool good = arg_option(args[0], encoding);
    if (good && arg_option(args[1], errors))
        return VM_OK;
    return throw(t, EXC_TypeError, "%s() argument '%s' must be str, not %s", function, good ? "errors" : "encoding",
                 arg_type(t, args[good ? 1 : 0]));
}

enum vm_ret str_encode(struct task *t, value *args, value *ret)
{
    const char *encoding, *errors;
    enum vm_ret got = options(t, "encode", args + 1, &encoding, &errors);
    return got == VM_OK ? text_encode(t, str_get(args[0]), encoding, errors, ret) : got;
}

enum vm_ret bytes_decode(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    const char *encoding, *errors;
    enum vm_ret got = options(t, "decode", args + 1, &encoding, &errors);
    if (got != VM_OK)
        return got;
    bytes_get(args[0], &s);
    return text_decode(t, s.data, s.n, encoding, errors, ret);
}

enum vm_ret builtin_str(struct task *t, value *args, value *ret)
{
    struct byte_span bytes;
    const char *encoding, *errors;
    if (args[0] == V_UNBOUND)
        return str_return(str_known(t, "", 0, 0), ret);
    if (args[1] == V_UNBOUND && args[2] == V_UNBOUND)
        return str_of(t, args[0], ret);
    enum vm_ret got = options(t, "str", args + 1, &encoding, &errors);
    if (got != VM_OK)
        return got;
    if (str_get(args[0]))
        return throw(t, EXC_TypeError, "decoding str is not supported");
    if (!bytes_get(args[0], &bytes))
        return throw(t, EXC_TypeError, "decoding to str: need a bytes-like object, %s found", type_name(t, args[0]));
    return text_decode(t, bytes.data, bytes.n, encoding, errors, ret);
}
