/* launch.c: launch N COMMAND …: runs it N times from a small process and prints for each
 * `cpu_ns wall_ns peak_kib` of it and all it waited for. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

static uint64_t ns_of(struct timeval t)
{
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_usec * 1000;
}

static int once(char **command)
{
    struct rusage used;
    int status;
    uint64_t began = clock_now_ns();
    pid_t p = fork();
    if (p == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        execv(command[0], command);
        _exit(127);
    }
    if (p < 0 || wait4(p, &status, 0, &used) != p || status != 0)
        return -1;
    uint64_t wall = clock_now_ns() - began;
    printf("%llu %llu %ld\n", (unsigned long long)(ns_of(used.ru_utime) + ns_of(used.ru_stime)),
           (unsigned long long)wall, used.ru_maxrss);
    return 0;
}

int main(int argc, char **argv)
{
    for (int n = argc > 2 ? atoi(argv[1]) : 0; n > 0; n--)
        if (once(argv + 2) < 0)
            return 1;
    return argc > 2 ? 0 : 2;
}
