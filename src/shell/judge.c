#include "lesson/level.h"
#include "shell/teach.h"

const struct level_judge *shell_judge(struct shell *sh)
{
    (void)sh;
    return NULL; // the explorer's struct level_judge goes here: see lesson/level.h for its contract
}
