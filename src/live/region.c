#include "live/parts.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>

void region_text_set(struct region_text *t, const char *s)
{
    uint64_t words[NAME_BYTES / 8] = { 0 };
    if (s)
        memcpy(words, s, strnlen(s, NAME_BYTES - 1));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        atomic_store_explicit(&t->word[i], words[i], memory_order_relaxed);
}

void region_text_get(const struct region_text *t, char to[NAME_BYTES])
{
    for (size_t i = 0; i < NAME_BYTES / 8; i++) {
        uint64_t word = atomic_load_explicit(&t->word[i], memory_order_relaxed);
        memcpy(to + i * 8, &word, 8);
    }
    to[NAME_BYTES - 1] = 0;
}

static size_t pages(size_t n)
{
    return ALIGN_UP(n, 4096);
}

/* Where the parts lie, after one another, each on pages of its own. */
struct layout {
    size_t slots, objects, syncs, buckets, bytes, logs, end;
};

static struct layout lay_out(const struct run_region *r)
{
    struct layout l;
    l.slots = pages(sizeof(struct region_head));
    l.objects = l.slots + pages(sizeof(struct task_slot) * r->slot_max);
    l.syncs = l.objects + pages(sizeof(struct object_info) * r->object_max);
    l.buckets = l.syncs + pages(sizeof(struct sync_object) * r->sync_max);
    l.bytes = l.buckets + pages(sizeof(uint32_t) * r->bucket_max);
    l.logs = l.bytes + pages(r->byte_max);
    l.end = l.logs + (size_t)r->slot_max * r->log_records * sizeof(struct log_record);
    return l;
}

static uint32_t power_of_two(uint32_t n)
{
    uint32_t p = 64;
    while (p < n)
        p *= 2;
    return p;
}

/* Few wait at once, and clearing the buckets is part of every start. */
static uint32_t buckets_for(uint32_t slot_max)
{
    return power_of_two(slot_max / 16);
}

static void set_sizes(struct run_region *r, const struct region_opts *o)
{
    r->slot_max = MIN(o->slots ? o->slots : 512, SLOT_MAX);
    r->object_max = o->objects ? o->objects : 65536;
    r->sync_max = o->syncs ? o->syncs : 65536;
    r->bucket_max = buckets_for(r->slot_max);
    r->byte_max = o->bytes ? o->bytes : 1u << 30;
    r->log_records = power_of_two((o->log_bytes ? o->log_bytes : 131072) / sizeof(struct log_record));
}

static void set_pointers(struct run_region *r, unsigned char *base, const struct layout *l)
{
    r->head = (struct region_head *)base;
    r->slots = (struct task_slot *)(base + l->slots);
    r->objects = (struct object_info *)(base + l->objects);
    r->syncs = (struct sync_object *)(base + l->syncs);
    r->buckets = (uint32_t *)(base + l->buckets);
    r->bytes = base + l->bytes;
    r->logs = base + l->logs;
    r->mapped = l->end;
}

static void start_head(struct run_region *r)
{
    struct region_head *h = r->head;
    h->magic = REGION_MAGIC;
    h->byte_max = r->byte_max;
    h->slot_max = r->slot_max;
    h->object_max = r->object_max;
    h->sync_max = r->sync_max;
    h->bucket_max = r->bucket_max;
    h->log_records = r->log_records;
    h->by_ticks = clock_has_ticks();
    h->began_ns = clock_now_ns();
    h->began_ticks = h->by_ticks ? clock_ticks() : h->began_ns;
    h->process_limit = h->thread_limit = r->slot_max;
    h->speed_permille = 1000;
    h->wait_tickets = 1;
    h->objects_used = 1; // 0 is no object
    h->syncs_used = 1;
    for (uint32_t i = 0; i < r->bucket_max; i++)
        r->buckets[i] = SLOT_NONE;
}

/* A file without a name, as long as the region; its pages come when touched. -1: there is none. */
static int nameless_file(size_t bytes)
{
    int fd = memfd_create("conch", MFD_CLOEXEC);
    if (fd >= 0 && ftruncate(fd, (off_t)bytes) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

int region_open(const struct region_opts *opts, struct run_region *ret)
{
    struct run_region r = {.file_fd = -1};
    set_sizes(&r, opts);
    struct layout l = lay_out(&r);
    if (opts->in_file)
        r.file_fd = nameless_file(l.end);
    void *base = mmap(NULL, l.end, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_NORESERVE | (r.file_fd < 0 ? MAP_ANONYMOUS : 0), r.file_fd, 0);
    if (base == MAP_FAILED) {
        int e = -errno;
        if (r.file_fd >= 0)
            close(r.file_fd);
        return e;
    }
    r.bell_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (r.bell_fd < 0) {
        int e = -errno;
        munmap(base, l.end);
        if (r.file_fd >= 0)
            close(r.file_fd);
        return e;
    }
    set_pointers(&r, base, &l);
    start_head(&r);
    *ret = r;
    return 0;
}

void region_close(struct run_region *r)
{
    if (!r->head)
        return;
    munmap(r->head, r->mapped);
    if (r->bell_fd >= 0)
        close(r->bell_fd);
    if (r->file_fd >= 0)
        close(r->file_fd);
    *r = (struct run_region){.file_fd = -1};
}

/* The sizes as the file's head tells them: a stranger's, so within what a region can have. */
static bool take_sizes(struct run_region *r, const struct region_head *h)
{
    r->slot_max = h->slot_max;
    r->object_max = h->object_max;
    r->sync_max = h->sync_max;
    r->bucket_max = h->bucket_max;
    r->log_records = h->log_records;
    r->byte_max = h->byte_max;
    return h->magic == REGION_MAGIC && r->slot_max >= 1 && r->slot_max <= SLOT_MAX && r->object_max >= 1 &&
           r->object_max <= 1u << 24 && r->sync_max <= 1u << 24 && r->bucket_max == buckets_for(r->slot_max) &&
           r->byte_max <= 1ull << 40 && r->log_records >= 64 && r->log_records <= 1u << 24 &&
           r->log_records == power_of_two(r->log_records);
}

int region_open_copy(const char *path, struct run_region *ret)
{
    struct run_region r = {.file_fd = -1, .bell_fd = -1};
    static struct region_head head;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct stat st;
    bool good = fstat(fd, &st) == 0 && pread(fd, &head, sizeof head, 0) == sizeof head && take_sizes(&r, &head);
    struct layout l = lay_out(&r);
    good = good && (uint64_t)st.st_size >= l.end;
    void *base = good ? mmap(NULL, l.end, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, fd, 0) : MAP_FAILED;
    close(fd);
    if (base == MAP_FAILED)
        return -EINVAL;
    set_pointers(&r, base, &l);
    *ret = r;
    return 0;
}

int64_t region_alloc(struct run_region *r, size_t n)
{
    uint64_t want = ALIGN_UP(n ? n : 1, 16);
    uint64_t at = atomic_load(&r->head->bytes_used);
    do {
        if (want > r->byte_max || at > r->byte_max - want)
            return -ENOMEM;
    } while (!atomic_compare_exchange_weak(&r->head->bytes_used, &at, at + want));
    return (int64_t)at;
}

void bell_ring(struct run_region *r)
{
    if (atomic_load(&r->head->shell_sleeps) && atomic_exchange(&r->head->shell_sleeps, 0))
        (void)!write(r->bell_fd, &(uint64_t){1}, 8);
}
