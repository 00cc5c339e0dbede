/* replay.c: schedules, as lines and as traces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/search.h"

struct recorder { struct trace *trace; };

void record_access(struct run *r, struct task *t, const struct access *a, uint32_t key) { (void)r; (void)t; (void)a; (void)key; }
void record_seen(struct run *r, struct task *t, const struct access *a, value seen) { (void)r; (void)t; (void)a; (void)seen; }
void record_sync(struct run *r, struct task *t, uint32_t slot, enum sync_op op, enum sync_answer a, value item)
{ (void)r; (void)t; (void)slot; (void)op; (void)a; (void)item; }
void record_print(struct run *r, struct task *t, bool err, const char *s, size_t n) { (void)r; (void)t; (void)err; (void)s; (void)n; }
void record_start(struct run *r, struct task *t, unsigned thread) { (void)r; (void)t; (void)thread; }
