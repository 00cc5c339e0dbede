#include "lang/parser.h"

bool check_tree(struct arena *a, struct node *module, struct diag *d)
{
    (void)a, (void)module, (void)d;
    return true;
}
