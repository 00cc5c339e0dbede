/* scratch.h: a directory of a run's own, gone when the run is.
 *
 * It stands in $TMPDIR or /tmp and is called conch-PID-…, PID being the shell's. A shell that is killed
 * cannot take it away; the next one that makes one does (scratch_open).
 * Threads: the shell's one thread. May block for as long as files are removed. */
#ifndef LIVE_SCRATCH_H
#define LIVE_SCRATCH_H

#include <stddef.h>

/* Makes one that only this user may enter, and removes those of shells that are no more. Returns 0 and its
 * path, or -errno and "". */
int scratch_open(char *ret_path, size_t size);

/* Removes it with all that is in it; links are not followed. "": nothing. */
void scratch_close(const char *path);

#endif
