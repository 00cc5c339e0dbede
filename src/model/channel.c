/* channel.c: descriptors, and the pipes behind them, as contents of a state. */
#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "model/channel.h"
#include "model/shared.h"

/* ---- pipes ---- */

uint32_t channel_slot(uint32_t number) { return slot_find(SLOT_STORE, ALL_PROCESSES, number | CHANNEL); }

static void channel_read(struct channel *c, uint32_t number, comp_id id)
{
    *c = (struct channel){ .writers = (number & CHILD_END) != 0 };
    if (!id)
        return;
    const uint64_t *w = comp_words(&the_model->comps, id);
    c->readers = (uint32_t)w[0] & 0xfffff;
    c->writers = (uint32_t)(w[0] >> 20) & 0xfffff;
    c->socket = w[0] >> 40 & 1;
    buf_add(&c->bytes, (const char *)(w + 2), w[1]);
}

static void channel_words(const struct channel *c, struct words *w)
{
    put(w, c->readers | (uint64_t)c->writers << 20 | (uint64_t)c->socket << 40);
    put(w, c->bytes.n);
    put_bytes(w, c->bytes.text, c->bytes.n);
}

void channel_load(struct run *r, uint32_t number, struct channel *c)
{
    channel_read(c, number, store_now(r, channel_slot(number)));
}

void channel_save(struct run *r, uint32_t number, struct channel *c)
{
    struct words w = { 0 };
    channel_words(c, &w);
    store_set(r, channel_slot(number), &w);
    free(w.w);
    buf_finish(&c->bytes);
}

size_t channel_room(const struct channel *c)
{
    size_t holds = c->socket ? SOCKET_HOLDS : PIPE_HOLDS;
    return c->bytes.n < holds ? holds - c->bytes.n : 0;
}

static void channel_count(struct run *r, uint32_t number, int readers, int writers)
{
    struct channel c;
    if (!number || number & CHILD_END)
        return;
    channel_load(r, number, &c);
    c.readers += (uint32_t)readers;
    c.writers += (uint32_t)writers;
    channel_save(r, number, &c);
}

void count_open(struct run *r, uint64_t word, int by)
{
    channel_count(r, fd_reads(word), by, 0);
    channel_count(r, fd_writes(word), 0, by);
}

uint32_t channel_new(struct run *r, bool socket)
{
    uint32_t number = r->prefix ? ++the_model->pipes_made : ((uint32_t)r->head.thread + 1) << 16 | r->head.syncs++;
    struct channel c = { .readers = 1, .writers = 1, .socket = socket };
    channel_save(r, number, &c);
    return number;
}

/* ---- descriptors ---- */

static uint32_t files_slot(unsigned process) { return slot_find(SLOT_FILES, (uint8_t)process, 0); }

static void files_load(struct run *r, struct words *w)
{
    comp_id id = store_now(r, files_slot(r->head.process));
    w->n = 0;
    for (uint32_t i = 0; id && i < the_model->comps.at[id].n; i++)
        put(w, comp_words(&the_model->comps, id)[i]);
}

/* Up to the last one that is open. */
static void words_trim(struct words *w)
{
    while (w->n && !w->w[w->n - 1])
        w->n--;
    if (!w->n)
        put(w, 0);
}

static void files_save(struct run *r, struct words *w)
{
    words_trim(w);
    store_set(r, files_slot(r->head.process), w);
    free(w->w);
}

uint64_t fd_word_at(struct run *r, int64_t fd)
{
    struct words w = { 0 };
    files_load(r, &w);
    uint64_t word = fd >= 0 && fd < w.n ? w.w[fd] : 0;
    free(w.w);
    return word;
}

void fd_become(struct run *r, int64_t fd, uint64_t word)
{
    struct words w = { 0 };
    files_load(r, &w);
    while (w.n <= fd)
        put(&w, 0);
    w.w[fd] = word;
    files_save(r, &w);
}

int fd_new(struct run *r, uint64_t word)
{
    struct words w = { 0 };
    int fd = FIRST_FREE;
    files_load(r, &w);
    while ((uint32_t)fd < w.n && w.w[fd])
        fd++;
    free(w.w);
    if (fd >= MOST_FDS)
        return -EMFILE;
    fd_become(r, fd, word);
    return fd;
}

/* ---- in a state ---- */

static void count_in(struct model *m, struct state *s, uint32_t number, int readers, int writers)
{
    if (!number || number & CHILD_END)
        return;
    struct channel c;
    struct words w = { 0 };
    uint32_t slot = channel_slot(number);
    channel_read(&c, number, content_in(m, s, slot, m->slots[slot].first));
    c.readers += (uint32_t)readers;
    c.writers += (uint32_t)writers;
    channel_words(&c, &w);
    buf_finish(&c.bytes);
    state_set(m, s, slot, comp_intern(&m->comps, w.w, w.n));
    free(w.w);
}

static void count_all_in(struct model *m, struct state *s, unsigned process, int by)
{
    comp_id id = content_in(m, s, files_slot(process), m->slots[files_slot(0)].first);
    for (uint32_t i = 0; id && i < m->comps.at[id].n; i++) {
        uint64_t word = comp_words(&m->comps, id)[i];
        count_in(m, s, fd_reads(word), by, 0);
        count_in(m, s, fd_writes(word), 0, by);
    }
}

void pipes_forked(struct model *m, struct state *s, unsigned from)
{
    count_all_in(m, s, from, 1);
}

void pipes_ended(struct model *m, struct state *s, unsigned process)
{
    comp_id had = content_in(m, s, files_slot(process), m->slots[files_slot(0)].first);
    uint64_t none = 0;
    comp_id empty = comp_intern(&m->comps, &none, 1);
    if (had && had != empty) {
        count_all_in(m, s, process, -1);
        state_set(m, s, files_slot(process), empty);
    }
    if (m->child_ends && process) {
        uint64_t ended[2] = { 0, 0 };
        state_set(m, s, channel_slot(CHILD_END | process), comp_intern(&m->comps, ended, 2));
    }
}

static uint64_t fd_word_in(struct model *m, const struct state *s, unsigned process, unsigned fd)
{
    comp_id id = content_in(m, s, files_slot(process), m->slots[files_slot(0)].first);
    return id && fd < m->comps.at[id].n ? comp_words(&m->comps, id)[fd] : 0;
}

bool pipes_owned(struct model *m, const struct state *s, unsigned process, bool ret_fds[MOST_FDS])
{
    bool any = false;
    for (unsigned fd = 0; fd < MOST_FDS; fd++)
        any |= ret_fds[fd] = (fd_word_in(m, s, process, fd) & OWNED) != 0;
    return any;
}

void pipes_close(struct model *m, struct state *s, unsigned process, const bool fds[MOST_FDS])
{
    struct words w = { 0 };
    for (unsigned fd = 0; fd < MOST_FDS; fd++) {
        uint64_t word = fd_word_in(m, s, process, fd);
        put(&w, fds[fd] ? 0 : word);
        if (!fds[fd])
            continue;
        count_in(m, s, fd_reads(word), -1, 0);
        count_in(m, s, fd_writes(word), 0, -1);
    }
    words_trim(&w);
    state_set(m, s, files_slot(process), comp_intern(&m->comps, w.w, w.n));
    free(w.w);
}
