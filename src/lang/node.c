#include "lang/lang.h"

const char *const node_name[NODE_COUNT] = {
#define NODE(id, help) [N_##id] = help,
#include "lang/node.def"
#undef NODE
};

const char *const operator_text[OPR_COUNT] = {
    [OPR_ADD] = "+",      [OPR_SUB] = "-",         [OPR_MUL] = "*",
    [OPR_DIV] = "/",      [OPR_FLOORDIV] = "//",   [OPR_MOD] = "%",
    [OPR_POW] = "**",     [OPR_MATMUL] = "@",      [OPR_LSHIFT] = "<<",
    [OPR_RSHIFT] = ">>",  [OPR_AND] = "&",         [OPR_OR] = "|",
    [OPR_XOR] = "^",      [OPR_NEG] = "-",         [OPR_POS] = "+",
    [OPR_INVERT] = "~",   [OPR_NOT] = "not",       [OPR_LT] = "<",
    [OPR_LE] = "<=",      [OPR_GT] = ">",          [OPR_GE] = ">=",
    [OPR_EQ] = "==",      [OPR_NE] = "!=",         [OPR_IS] = "is",
    [OPR_ISNOT] = "is not", [OPR_IN] = "in",       [OPR_NOTIN] = "not in",
    [OPR_BOOLAND] = "and", [OPR_BOOLOR] = "or",
};
