/* http: and https:, by the library libcurl: os_call("http", url, (method, headers, body or None, seconds or None)).
 *
 * The library is looked for when conch was built, and loaded when a program may use the network, before
 * its sandbox is shut: a file that cannot be read later. Its own signals and threads stay out of sight. */
#include "live/engine.h"

#include <errno.h>

#include "live/parts.h"

/* Without the right the answer is the same whether there is a library or not. */
static int refused(struct task *t)
{
    value parts[2] = { V_INT(EPERM), str_lit(t, "Operation not permitted: the network is used only if you allow it (conch --trust, or a yes "
                                                "to the question at a terminal)") };
    t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, parts, 2));
    return -ERESTART;
}

#ifdef HAVE_CURL

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/container.h"
#include "vm/str.h"

/* What is used of the library. */
static struct {
    bool there;
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *c, CURLoption o, ...);
    CURLcode (*easy_perform)(CURL *c);
    CURLcode (*easy_getinfo)(CURL *c, CURLINFO i, ...);
    void (*easy_cleanup)(CURL *c);
    const char *(*easy_strerror)(CURLcode e);
    struct curl_slist *(*slist_append)(struct curl_slist *l, const char *s);
    void (*slist_free_all)(struct curl_slist *l);
} lib;

static bool find(void *from, const char *name, void *to)
{
    void *f = dlsym(from, name);
    memcpy(to, &f, sizeof f);
    return f != NULL;
}

void http_prepare(void)
{
    void *so = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    lib.there = so && find(so, "curl_global_init", &lib.global_init) && find(so, "curl_easy_init", &lib.easy_init) &&
                find(so, "curl_easy_setopt", &lib.easy_setopt) && find(so, "curl_easy_perform", &lib.easy_perform) &&
                find(so, "curl_easy_getinfo", &lib.easy_getinfo) && find(so, "curl_easy_cleanup", &lib.easy_cleanup) &&
                find(so, "curl_easy_strerror", &lib.easy_strerror) && find(so, "curl_slist_append", &lib.slist_append) &&
                find(so, "curl_slist_free_all", &lib.slist_free_all) && lib.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* One exchange. */
struct exchange {
    CURL *curl;
    struct curl_slist *headers;
    struct buf url, method, body, head, answer;
    double seconds; // 0: no limit
    char why[CURL_ERROR_SIZE];
};

static size_t take(char *from, size_t size, size_t n, void *to)
{
    buf_add(to, from, size * n);
    return size * n;
}

/* Called all the time: not 0 ends the exchange, because something else is to be done first. */
static int look_around(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)arg, (void)a, (void)b, (void)c, (void)d;
    return (atomic_load(live_me.attention) & (ATTEND_STOP | ATTEND_INTERRUPT | ATTEND_SIGNAL)) != 0;
}

static bool add_text(struct buf *to, value v)
{
    struct byte_span s;
    v = payload_or_self(v);
    if (is_str(v))
        buf_add(to, str_data(REF(v)), ((struct str *)REF(v))->o.n);
    else if (bytes_get(v, &s))
        buf_add(to, (const char *)s.data, s.n);
    else
        return false;
    return true;
}

/* url; (method, headers, body or None, seconds or None). False: a TypeError is set. */
static bool read_request(struct task *t, struct exchange *x)
{
    const struct tuple *p = REF(t->req.arg[2]);
    const value *items;
    size_t n;
    bool good = add_text(&x->url, t->req.arg[1]) && add_text(&x->method, p->item[0]) && items_view(t, p->item[1], &items, &n) &&
                (p->item[2] == V_NONE || add_text(&x->body, p->item[2]));
    for (size_t i = 0; good && i < n; i++) {
        struct buf line = { 0 };
        good = add_text(&line, items[i]);
        if (good)
            x->headers = lib.slist_append(x->headers, buf_str(&line));
        buf_finish(&line);
    }
    if (p->item[3] != V_NONE && !number_get(t, p->item[3], &x->seconds))
        good = false;
    if (!good && t->exc == V_UNBOUND)
        throw(t, EXC_TypeError, "a request is made of texts and bytes");
    return good;
}

static void set_up(struct exchange *x, bool sends)
{
    CURL *c = x->curl = lib.easy_init();
    lib.easy_setopt(c, CURLOPT_URL, buf_str(&x->url));
    lib.easy_setopt(c, CURLOPT_CUSTOMREQUEST, buf_str(&x->method));
    lib.easy_setopt(c, CURLOPT_NOBODY, (long)(strcmp(buf_str(&x->method), "HEAD") == 0));
    lib.easy_setopt(c, CURLOPT_HTTPHEADER, x->headers);
    lib.easy_setopt(c, CURLOPT_USERAGENT, "Python-urllib/3.11");
    lib.easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    lib.easy_setopt(c, CURLOPT_MAXREDIRS, 10L);
#if LIBCURL_VERSION_NUM >= 0x075500
    lib.easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    lib.easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    lib.easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    lib.easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    lib.easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_around);
    lib.easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    lib.easy_setopt(c, CURLOPT_WRITEDATA, &x->answer);
    lib.easy_setopt(c, CURLOPT_HEADERFUNCTION, take);
    lib.easy_setopt(c, CURLOPT_HEADERDATA, &x->head);
    lib.easy_setopt(c, CURLOPT_ERRORBUFFER, x->why);
    if (sends) {
        lib.easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)x->body.n);
        lib.easy_setopt(c, CURLOPT_POSTFIELDS, buf_str(&x->body));
    }
    if (x->seconds > 0)
        lib.easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(x->seconds * 1000) + 1);
}

static int failed(struct task *t, struct exchange *x, CURLcode e)
{
    static const struct { CURLcode code; int error; } table[] = {
        { CURLE_OPERATION_TIMEDOUT, ETIMEDOUT }, { CURLE_COULDNT_CONNECT, ECONNREFUSED }, { CURLE_COULDNT_RESOLVE_HOST, -2 },
        { CURLE_OUT_OF_MEMORY, ENOMEM },
    };
    int error = EIO;
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        error = table[i].code == e ? table[i].error : error;
    const char *why = e == CURLE_COULDNT_RESOLVE_HOST ? "Name or service not known" : error == ECONNREFUSED ? "Connection refused"
                      : x->why[0] ? x->why : lib.easy_strerror(e);
    value parts[2] = { V_INT(error), str_lit(t, why) };
    t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, parts, 2));
    return -ERESTART;
}

static int answer(struct task *t, struct exchange *x, value *ret)
{
    long status = 0;
    const char *url = NULL;
    lib.easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
    lib.easy_getinfo(x->curl, CURLINFO_EFFECTIVE_URL, &url);
    value parts[4] = { V_INT(status), str_lit(t, url ? url : ""), bytes_new(t, buf_str(&x->head), x->head.n),
                       bytes_new(t, buf_str(&x->answer), x->answer.n) };
    *ret = tuple_new(t, parts, 4);
    return *ret ? 0 : -ERESTART;
}

int http_call(struct task *t, value *ret, enum engine_ret *left)
{
    struct exchange x = { 0 };
    if (!live.allow_net)
        return refused(t);
    if (!lib.there) {
        throw(t, EXC_NotImplementedError, "http: needs the library libcurl (libcurl.so.4), which was not found");
        return -ERESTART;
    }
    int e = -ERESTART;
    if (read_request(t, &x)) {
        set_up(&x, ((const struct tuple *)REF(t->req.arg[2]))->item[2] != V_NONE);
        engine_mark(t);
        world_before_block(t);
        enum slot_state before = atomic_exchange(&live_me.slot->state, SLOT_SLEEPS); // waits for the outside
        CURLcode done = lib.easy_perform(x.curl);
        atomic_store(&live_me.slot->state, before);
        world_after_block(t);
        if (done == CURLE_ABORTED_BY_CALLBACK && (*left = engine_left(t)) != ENGINE_DONE)
            e = -ERESTART; // asked again after a handler
        else
            e = done == CURLE_OK ? answer(t, &x, ret) : failed(t, &x, done);
        lib.easy_cleanup(x.curl);
    }
    lib.slist_free_all(x.headers);
    buf_finish(&x.url);
    buf_finish(&x.method);
    buf_finish(&x.body);
    buf_finish(&x.head);
    buf_finish(&x.answer);
    return e;
}

#else

void http_prepare(void)
{
}

int http_call(struct task *t, value *ret, enum engine_ret *left)
{
    (void)ret, (void)left;
    if (!live.allow_net)
        return refused(t);
    throw(t, EXC_NotImplementedError, "this conch was built without libcurl, so it has no http: (libcurl4-openssl-dev, libcurl-devel)");
    return -ERESTART;
}

#endif
