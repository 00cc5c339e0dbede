/* main.c: where conch begins. All it does is in shell/modes.c. */
#include "shell/modes.h"

int main(int argc, char **argv)
{
    return modes_main(argc, argv);
}
