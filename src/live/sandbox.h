/* sandbox.h: what a lesson may not do, whatever its interpreter is talked into.
 *
 * Landlock: no files but those allowed, no network, no signals to outsiders. Seccomp: no other
 * programs, no way out of the kill net. Both for this process and all it starts, for ever. */
#ifndef LIVE_SANDBOX_H
#define LIVE_SANDBOX_H

#include "base/base.h"

struct sandbox_opts {
    const char *dirs[8]; // may be read and written; NULL ends
    bool exec, net;
};

/* The Landlock ABI of the kernel; 0: none. */
int sandbox_landlock_abi(void);

/* 0, or a negative errno: -EOPNOTSUPP, -ENOSYS where the kernel has it not. */
int sandbox_landlock(const struct sandbox_opts *opts);
int sandbox_seccomp(const struct sandbox_opts *opts);

#endif
