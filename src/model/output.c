/* output.c: what simulated tasks print. */
#include <stdlib.h>
#include <string.h>

#include "model/output.h"
#include "model/shared.h"
#include "vm/container.h"

/* ---- who has died ---- */

static struct text last_line(const char *s, size_t n)
{
    while (n && s[n - 1] == '\n')
        n--;
    size_t from = n;
    while (from && s[from - 1] != '\n')
        from--;
    return (struct text){ s + from, (uint32_t)(n - from) };
}

void death_find(struct run *r, bool assertion, const char *s, size_t n)
{
    struct text last = last_line(s, n);
    uint32_t line = 0;
    for (const char *at = s; (at = memmem(at, n - (size_t)(at - s), ", line ", 7)) != NULL; at += 7)
        line = (uint32_t)strtoul(at + 7, NULL, 10); // the last one is where it happened
    r->head.flags |= L_FAILED;
    r->head.more = (uint8_t)((r->head.more & ~L_ASSERTED) | (assertion ? L_ASSERTED : 0));
    run_find(r, assertion ? FIND_ASSERTION : FIND_EXCEPTION, line, last.s, last.n);
}

/* The prelude tells an exception that nobody caught: "Exception in thread …", "Process …:" and a traceback. */
static bool tells_death(const struct task *t)
{
    return task_in_prelude(t, "excepthook") || task_in_prelude(t, "_bootstrap");
}

static void look_for_death(struct task *t, struct run *r, const char *s, size_t n)
{
    static const char told[] = "Traceback"; // and not what sys.exit("why") leaves behind
    if (!tells_death(t) || !memmem(s, n, told, sizeof told - 1))
        return;
    struct text last = last_line(s, n);
    death_find(r, last.n >= 14 && memcmp(last.s, "AssertionError", 14) == 0, s, n);
}

/* ---- half lines: a row of words, how many bytes, and they ---- */

static uint32_t half_slot(unsigned process) { return slot_find(SLOT_FILES, (uint8_t)process, 1); }

static bool holds_any(comp_id id) { return id && *comp_words(&the_model->comps, id) != 0; }

static void half_load(struct run *r, struct buf *out)
{
    comp_id id = store_now(r, half_slot(r->head.process));
    if (!holds_any(id))
        return;
    const uint64_t *w = comp_words(&the_model->comps, id);
    buf_add(out, (const char *)(w + 1), w[0]);
}

static void half_save(struct run *r, unsigned process, const char *s, size_t n)
{
    struct words w = { 0 };
    put(&w, n);
    put_bytes(&w, s, n);
    store_set(r, half_slot(process), &w);
    free(w.w);
}

void half_line_of_parent(struct run *r, unsigned process) { half_save(r, process, NULL, 0); }

bool half_line_in(struct model *m, const struct state *s, unsigned process)
{
    return m->opts->outputs && holds_any(content_in(m, s, half_slot(process), m->slots[half_slot(0)].first));
}

void half_line_lost(struct model *m, struct state *s, unsigned process)
{
    uint64_t none = 0;
    if (half_line_in(m, s, process))
        state_set(m, s, half_slot(process), comp_intern(&m->comps, &none, 1));
}

bool has_half_line(struct run *r)
{
    return the_model->opts->outputs && holds_any(store_now(r, half_slot(r->head.process)));
}

/* ---- printing ---- */

static void goes_out(struct run *r, const char *s, size_t n)
{
    struct model *m = the_model;
    if (r->output)
        buf_add(r->output, s, n);
    if (m->opts->outputs && !run_is_single(r)) {
        struct buf all = { 0 };
        if (r->effect.text)
            buf_adds(&all, text_at(m, r->effect.text - 1));
        buf_add(&all, s, n);
        r->effect.text = text_intern(m, buf_str(&all), all.n) + 1;
        buf_finish(&all);
    }
}

bool flush_half(struct run *r)
{
    struct buf half = { 0 };
    if (!has_half_line(r))
        return false;
    half_load(r, &half);
    goes_out(r, half.text, half.n);
    half_save(r, r->head.process, NULL, 0);
    buf_finish(&half);
    return true;
}

static void print_text(struct run *r, const char *s, size_t n)
{
    struct buf half = { 0 };
    if (!the_model->opts->outputs) {
        goes_out(r, s, n);
        return;
    }
    half_load(r, &half);
    bool had = half.n != 0, whole = memchr(s, '\n', n) || memchr(s, '\r', n);
    buf_add(&half, s, n);
    if (whole)
        goes_out(r, half.text, half.n);
    if (!whole || had)
        half_save(r, r->head.process, half.text, whole ? 0 : half.n);
    buf_finish(&half);
}

value print_now(struct task *t, struct run *r)
{
    struct byte_span s = { 0 };
    if (t->req.kind == REQ_FLUSH) {
        r->effect.flags |= flush_half(r) ? E_PRINTS : 0;
        return V_NONE;
    }
    bool direct = t->req.kind == REQ_OS, err = t->req.arg[direct] == V_INT(2);
    if (!direct)
        s = (struct byte_span){ (const uint8_t *)str_data(REF(t->req.arg[1])), ((const struct str *)REF(t->req.arg[1]))->o.n };
    else
        bytes_get(t->req.arg[2], &s);
    const char *text = (const char *)s.data;
    if (err)
        look_for_death(t, r, text, s.n);
    record_print(r, t, err, text, s.n);
    if (!err) {
        r->effect.flags |= E_PRINTS;
        direct ? goes_out(r, text, s.n) : print_text(r, text, s.n);
    }
    return direct ? V_INT((int64_t)s.n) : V_NONE;
}

bool writes_to_screen(const struct task *t)
{
    struct byte_span s;
    return is_str(t->req.arg[0]) && strcmp(str_data(REF(t->req.arg[0])), "write") == 0 &&
           (t->req.arg[1] == V_INT(1) || t->req.arg[1] == V_INT(2)) && bytes_get(t->req.arg[2], &s);
}

enum engine_ret ask_print(struct task *t, value *ret)
{
    struct run *r = running(t);
    bool flush = t->req.kind == REQ_FLUSH, err = !flush && t->req.arg[t->req.kind == REQ_OS] == V_INT(2);
    *ret = V_NONE;
    if (flush && !has_half_line(r))
        return ENGINE_DONE;
    bool no_step = err && t->req.kind == REQ_WRITE && tells_death(t); // the prelude prints it, not the program
    if (!run_is_single(r) && !no_step)
        return task_park(t, NEXT_PRINT, err, 0);
    *ret = print_now(t, r);
    return ENGINE_DONE;
}
