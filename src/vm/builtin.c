/* The table of native functions, and how their arguments are bound. */
#include "vm/methods.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

#define REQUEST(id, name, signature, help)                                                  \
    static enum vm_ret request_##id(struct task *t, value *args, value *ret)                \
    {                                                                                       \
        (void)ret;                                                                          \
        t->req.kind = REQ_##id;                                                             \
        uint32_t n = builtin_params(BI_request_##id);                                       \
        for (uint32_t i = 0; i < REQUEST_ARGS; i++)                                         \
            t->req.arg[i] = i < n ? args[i] : V_UNBOUND;                                    \
        return VM_REQUEST;                                                                  \
    }
#include "vm/request.def"
#undef REQUEST

/* min and max positional arguments and the number of parameters are derived when a builtin is
 * first called: see shape_of. */
const struct builtin_info builtin_table[] = {
    { 0 },
#define BUILTIN(name, signature, fn, flags, fallback) { #name, signature, fn, flags, 0, 0, T_OBJECT, fallback },
#define METHOD(type, name, signature, fn, flags, fallback) { #name, signature, fn, flags, 0, 0, T_##type, fallback },
#include "vm/builtin.def"
#undef BUILTIN
#undef METHOD
#define REQUEST(id, name, signature, help) { name, signature, request_##id, BF_HIDDEN, 0, 0, T_OBJECT, NULL },
#include "vm/request.def"
#undef REQUEST
};

const char *request_name(enum request_kind kind)
{
    static const char *const names[] = {
#define REQUEST(id, name, signature, help) [REQ_##id] = name,
#include "vm/request.def"
#undef REQUEST
    };
    return names[kind];
}

/* ---- signatures ---- */

enum { MAX_PARAMS = 16 };
struct param {
    const char *name;
    uint8_t n;
    uint8_t kind; // 0 plain, 1 *args, 2 **kwargs
    bool required, keyword_only, positional_only;
};
struct shape_of_call {
    struct param at[MAX_PARAMS];
    uint8_t count, positional, required;
    int8_t star, dstar;
};

/* Which shapes have been derived: two bytes per builtin, written once with relaxed atomics. */
static uint32_t quick[BUILTIN_COUNT]; // 0 unknown; else 1 | receiver << 1 | min << 8 | max << 16 | count << 24

static void parse_signature(const char *s, struct shape_of_call *out)
{
    *out = (struct shape_of_call){ .star = -1, .dstar = -1 };
    bool keyword_only = false;
    while (*s) {
        while (*s == ' ' || *s == ',')
            s++;
        if (!*s)
            break;
        unsigned stars = 0;
        while (*s == '*')
            stars++, s++;
        if (*s == '/') {
            for (unsigned i = 0; i < out->count; i++)
                out->at[i].positional_only = true;
            s++;
            continue;
        }
        const char *name = s;
        while (*s && *s != ',' && *s != '=' && *s != ' ')
            s++;
        if (s == name && stars) { // a bare star
            keyword_only = true;
            continue;
        }
        struct param *p = &out->at[out->count];
        *p = (struct param){ .name = name, .n = (uint8_t)(s - name), .keyword_only = keyword_only };
        if (stars == 1) {
            p->kind = 1;
            out->star = (int8_t)out->count;
            keyword_only = true;
        } else if (stars == 2) {
            p->kind = 2;
            out->dstar = (int8_t)out->count;
        } else {
            p->required = *s != '=';
            if (!keyword_only) {
                out->positional++;
                out->required += p->required;
            }
        }
        if (*s == '=') { // skip the default, which may be a tuple or a text with commas
            unsigned depth = 0;
            char quote = 0;
            for (s++; *s && (depth || quote || *s != ','); s++) {
                if (quote)
                    quote = *s == quote ? 0 : quote;
                else if (*s == '\'' || *s == '"')
                    quote = *s;
                else if (*s == '(' || *s == '[')
                    depth++;
                else if (*s == ')' || *s == ']')
                    depth--;
            }
        }
        if (out->count < MAX_PARAMS - 1)
            out->count++;
    }
}

/* The signatures that were needed in full: parsed once. */
static const struct shape_of_call *shape_of(uint32_t id)
{
    static struct shape_of_call *known[BUILTIN_COUNT];
    struct shape_of_call *s = __atomic_load_n(&known[id], __ATOMIC_ACQUIRE), *none = NULL;
    if (LIKELY(s))
        return s;
    s = mem_zalloc(1, sizeof *s);
    parse_signature(builtin_table[id].signature, s);
    if (__atomic_compare_exchange_n(&known[id], &none, s, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return s;
    free(s); // another thread was faster
    return none;
}

/* The type that the first argument of a method must have; 0 if that is nobody's business. */
static uint32_t receiver_type(uint32_t id, const struct shape_of_call *s)
{
    enum type_id type = builtin_table[id].type;
    bool any = type == T_OBJECT || type == T_INSTANCE || type == T_MATH || type == T_GROUP || !s->count;
    _Static_assert(TYPE_COUNT <= 128, "a type has 7 bits in quick[]");
    return !any && s->at[0].n == 4 && memcmp(s->at[0].name, "self", 4) == 0 ? type : 0;
}

static NOINLINE uint32_t quick_make(uint32_t id)
{
    struct shape_of_call s;
    parse_signature(builtin_table[id].signature, &s);
    uint32_t max = s.star >= 0 ? 255 : s.positional;
    uint32_t q = 1u | receiver_type(id, &s) << 1 | (uint32_t)s.required << 8 | max << 16 | (uint32_t)s.count << 24;
    __atomic_store_n(&quick[id], q, __ATOMIC_RELAXED);
    return q;
}

static inline uint32_t quick_shape(uint32_t id)
{
    uint32_t q = __atomic_load_n(&quick[id], __ATOMIC_RELAXED);
    return LIKELY(q) ? q : quick_make(id);
}

uint32_t builtin_params(uint32_t id)
{
    return quick_shape(id) >> 24;
}

static enum vm_ret wrong_count(struct task *t, uint32_t id, uint32_t n, const struct shape_of_call *s)
{
    const struct builtin_info *b = &builtin_table[id];
    bool method = b->type != T_OBJECT && s->count && s->at[0].n == 4 && memcmp(s->at[0].name, "self", 4) == 0;
    uint32_t min = s->required - method, max = s->positional - method;
    if (method && n == 0 && b->type == T_INSTANCE)
        return throw(t, EXC_TypeError, "descriptor '%s' of 'object' object needs an argument", b->name);
    if (method && n == 0)
        return throw(t, EXC_TypeError, "unbound method %s.%s() needs an argument", native_type_name(b->type), b->name);
    n -= method;
    const char *of = method ? native_type_name(b->type) : "", *dot = method ? "." : "";
    if (id == BI_object)
        return throw(t, EXC_TypeError, "object() takes no arguments");
    if (max == 0 && min == 0)
        return throw(t, EXC_TypeError, "%s%s%s() takes no arguments (%u given)", of, dot, b->name, n);
    if (min == max && min == 1)
        return throw(t, EXC_TypeError, "%s%s%s() takes exactly one argument (%u given)", of, dot, b->name, n);
    if (min == max)
        return throw(t, EXC_TypeError, "%s expected %u arguments, got %u", b->name, min, n);
    if (n < min)
        return throw(t, EXC_TypeError, "%s expected at least %u argument%s, got %u", b->name, min,
                     min == 1 ? "" : "s", n);
    return throw(t, EXC_TypeError, "%s expected at most %u argument%s, got %u", b->name, max,
                 max == 1 ? "" : "s", n);
}

static int find_param(const struct shape_of_call *s, value name)
{
    for (unsigned i = 0; i < s->count; i++)
        if (s->at[i].kind == 0 && !s->at[i].positional_only && s->at[i].n == ((struct str *)REF(name))->o.n &&
            memcmp(s->at[i].name, str_data(REF(name)), s->at[i].n) == 0)
            return (int)i;
    return -1;
}

/* What an unexpected keyword argument may have been meant to be. Not in the last line, which is CPython's. */
static void advise_argument(struct task *t, const char *like, size_t n)
{
    struct buf b = { 0 };
    buf_addf(&b, "the argument that is most like it is called '%.*s'", (int)n, like);
    instance_set(t, REF(t->exc), S(t->vm, advice), str_from_buf(t, &b));
}

static enum vm_ret invalid_keyword(struct task *t, uint32_t id, const struct shape_of_call *s, value name)
{
    unsigned best = 3;
    int who = -1;
    for (unsigned i = 0; i < s->count; i++) {
        if (s->at[i].kind || s->at[i].positional_only)
            continue;
        unsigned d = text_distance(str_data(REF(name)), ((struct str *)REF(name))->o.n, s->at[i].name, s->at[i].n, 2);
        if (d < best)
            best = d, who = (int)i;
    }
    throw(t, EXC_TypeError,
          s->count == 0 || (s->positional && s->at[s->count - 1].positional_only) ? "%s() takes no keyword arguments"
                                                                                  : "'%2$s' is an invalid keyword argument for %1$s()",
          builtin_table[id].name, str_data(REF(name)));
    if (who >= 0)
        advise_argument(t, s->at[who].name, s->at[who].n);
    return VM_RAISE;
}

static enum vm_ret bind_keyword(struct task *t, uint32_t id, const struct shape_of_call *s, value name, value v,
                                value *args)
{
    int k = find_param(s, name);
    if (k >= 0) {
        if (args[k] != V_UNBOUND)
            return throw(t, EXC_TypeError, "argument for %s() given by name ('%s') and position (%d)",
                         builtin_table[id].name, str_data(REF(name)), k + 1);
        args[k] = v;
        return VM_OK;
    }
    if (s->dstar < 0)
        return invalid_keyword(t, id, s, name);
    if (args[s->dstar] == V_UNBOUND)
        args[s->dstar] = dict_new(t);
    return dict_set(t, REF(args[s->dstar]), name, v);
}

enum vm_ret bind_builtin(struct task *t, uint32_t id, const struct call_args *a, value *args, value **ret_args)
{
    const struct shape_of_call *s = shape_of(id);
    for (unsigned i = 0; i < s->count; i++)
        args[i] = V_UNBOUND;
    uint32_t n = MIN(a->n, (uint32_t)s->positional);
    for (uint32_t i = 0, k = 0; i < n; i++, k++)
        args[k] = a->positional[i];
    if (a->n > n && s->star < 0)
        return wrong_count(t, id, a->n, s);
    if (s->star >= 0)
        args[s->star] = tuple_new(t, a->positional + n, a->n - n);
    for (uint32_t i = 0; i < a->nkeywords; i++) {
        value name = ((struct tuple *)REF(a->keyword_names))->item[i];
        enum vm_ret r = bind_keyword(t, id, s, name, a->keyword_values[i], args);
        if (r != VM_OK)
            return r;
    }
    if (a->keyword_dict != V_UNBOUND && a->keyword_dict != V_NONE) {
        uint32_t at = 0;
        value k, v;
        while (dict_next(REF(a->keyword_dict), &at, &k, &v)) {
            enum vm_ret r = bind_keyword(t, id, s, k, v, args);
            if (r != VM_OK)
                return r;
        }
    }
    for (unsigned i = 0; i < s->count; i++) {
        if (s->at[i].kind || !s->at[i].required || args[i] != V_UNBOUND)
            continue;
        if (a->nkeywords == 0)
            return wrong_count(t, id, a->n, s);
        return throw(t, EXC_TypeError, "%s() missing required argument '%.*s' (pos %u)", builtin_table[id].name,
                     s->at[i].n, s->at[i].name, i + 1);
    }
    *ret_args = args;
    return VM_OK;
}

/* ---- calling ---- */

/* A private copy of a container that other threads see, taken under its lock. */
static value private_copy(struct task *t, value v)
{
    struct obj *o = obj_of(v);
    value copy = V_UNBOUND;
    obj_lock(o);
    switch ((enum type_id)o->type) {
    case T_LIST: builtin_table[BI_LIST_copy].fn(t, &v, &copy); break;
    case T_DICT: builtin_table[BI_DICT_copy].fn(t, &v, &copy); break;
    case T_SET: builtin_table[BI_SET_copy].fn(t, &v, &copy); break;
    case T_DEQUE: builtin_table[BI_DEQUE_copy].fn(t, &v, &copy); break;
    default: break;
    }
    obj_unlock(o);
    return copy == V_UNBOUND ? v : copy;
}

/* The container that a builtin works on, if other threads see it; else NULL. */
static struct obj *shared_receiver(const struct builtin_info *b, value v)
{
    if (b->type == T_OBJECT && !(b->flags & BF_SELF))
        return NULL;
    v = payload_or_self(v); // class Stack(list)
    return is_changeable(v) && obj_flags(obj_of(v)) & F_SHARED ? obj_of(v) : NULL;
}

static bool is_read_shared(const struct builtin_info *b, value v)
{
    return b->flags & BF_READS && is_changeable(v) && obj_flags(obj_of(v)) & F_SHARED;
}

static enum vm_ret call_shared(struct task *t, uint32_t id, value *args, uint32_t count, value *ret)
{
    const struct builtin_info *b = &builtin_table[id];
    struct obj *self = count ? shared_receiver(b, args[0]) : NULL;
    value scratch[MAX_PARAMS];
    struct access a = { ACCESS_CALL, V_UNBOUND, V_BUILTIN(id), NULL, count > 1 ? args[1] : V_UNBOUND,
                        count > 2 ? args[2] : V_UNBOUND };
    if (self && b->flags & BF_STEP)
        a.object = value_of(self);
    for (uint32_t i = self ? 1 : 0; i < count; i++) {
        if (a.object == V_UNBOUND && is_read_shared(b, args[i]))
            a.object = args[i];
        if (self && b->flags & BF_WRITES)
            heap_share(t, args[i]);
    }
    bool told = a.object != V_UNBOUND && engine_looks(t);
    if (told) {
        enum engine_ret asked = t->engine->access_prepare(t, &a);
        if (UNLIKELY(asked != ENGINE_DONE))
            return asked == ENGINE_PARK ? VM_PARK : VM_STOP;
    }
    for (uint32_t i = 0; i < count; i++)
        task_touches(t, args[i]);
    // what is read is copied within the step, and of a receiver's lock nobody waits for another's
    if (told && !self)
        t->engine->access_begin(t, &a);
    memcpy(scratch, args, sizeof(value) * count);
    for (uint32_t i = self ? 1 : 0; i < count; i++)
        if (is_read_shared(b, args[i]))
            scratch[i] = private_copy(t, args[i]);
    if (self)
        obj_lock(self);
    if (told && self)
        t->engine->access_begin(t, &a);
    enum vm_ret r = b->fn(t, scratch, ret);
    if (told)
        t->engine->access_end(t, &a, r == VM_OK ? *ret : V_UNBOUND);
    if (self) {
        if (b->flags & BF_WRITES)
            heap_share_children(t, value_of(self)); // arrays and tables it got meanwhile
        obj_unlock(self);
    }
    return r;
}

/* Whether a method may be called for v: only one called by way of its class may not. */
static NOINLINE bool receiver_fits(struct task *t, uint32_t id, value v)
{
    enum type_id type = builtin_table[id].type, kind = kind_of(payload_or_self(v));
    if (kind == type || (type == T_INT && kind == T_BOOL))
        return true;
    const char *name = builtin_table[id].name;
    throw(t, EXC_TypeError, name[0] == '_' ? "descriptor '%s' requires a '%s' object but received a '%s'"
                                           : "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
          name, native_type_path(type), type_name(t, v));
    return false;
}

/* One argument per parameter; q: quick_shape(id). */
static inline enum vm_ret call_with(struct task *t, uint32_t id, uint32_t q, value *args, value *ret)
{
    uint32_t type = q >> 1 & 127;
    if (type && !(is_ref(args[0]) && heap_type(args[0]) == type) && UNLIKELY(!receiver_fits(t, id, args[0])))
        return VM_RAISE;
    if (UNLIKELY(t->multi))
        return call_shared(t, id, args, q >> 24, ret);
    return builtin_table[id].fn(t, args, ret);
}

enum vm_ret call_bound_builtin(struct task *t, uint32_t id, value *args, value *ret)
{
    return call_with(t, id, quick_shape(id), args, ret);
}

/* argc arguments for count parameters. Most are few, so nothing here is made for many. */
static inline void take_arguments(value *to, const value *args, uint32_t argc, uint32_t count)
{
    for (uint32_t i = 0; i < 4; i++)
        to[i] = V_UNBOUND;
    for (uint32_t i = 4; i < count; i++)
        to[i] = V_UNBOUND;
    switch (argc) {
    default: memcpy(to, args, sizeof *to * argc); return;
    case 3: to[2] = args[2]; // fall through
    case 2: to[1] = args[1]; // fall through
    case 1: to[0] = args[0]; // fall through
    case 0: return;
    }
}

/* Some parameters are absent, or go into a tuple, or there are too many. */
static NOINLINE enum vm_ret call_incomplete(struct task *t, uint32_t id, uint32_t q, value *args, uint32_t argc, value *ret)
{
    uint32_t min = q >> 8 & 255, max = q >> 16 & 255, count = q >> 24;
    value scratch[MAX_PARAMS];
    if (LIKELY(argc >= min && argc <= max && max != 255)) {
        take_arguments(scratch, args, argc, count);
        args = scratch;
    } else {
        struct call_args a = { .positional = args, .n = argc, .keyword_dict = V_UNBOUND };
        enum vm_ret r = bind_builtin(t, id, &a, scratch, &args);
        if (r != VM_OK)
            return r;
    }
    return call_with(t, id, q, args, ret);
}

enum vm_ret call_builtin(struct task *t, uint32_t id, value *args, uint32_t argc, value *ret)
{
    uint32_t q = quick_shape(id);
    if (LIKELY(q >> 24 == argc && (q >> 16 & 255) == argc)) // one for each, all by position
        return call_with(t, id, q, args, ret);
    return call_incomplete(t, id, q, args, argc, ret);
}

enum vm_ret call_builtin_in_window(struct task *t, uint32_t id, value *args, uint32_t argc, value *ret)
{
    uint32_t q = quick_shape(id), min = q >> 8 & 255, max = q >> 16 & 255, count = q >> 24;
    if (UNLIKELY(argc < min || argc > max || max == 255 || count > argc + SLOW_SCRATCH))
        return call_incomplete(t, id, q, args, argc, ret);
    for (uint32_t i = argc; i < count; i++)
        args[i] = V_UNBOUND;
    return call_with(t, id, q, args, ret);
}

/* ---- Python functions ---- */

static void names_missing(struct buf *b, const struct code *c, const uint8_t *missing, uint32_t from, uint32_t to)
{
    uint32_t n = 0, total = 0;
    for (uint32_t i = from; i < to; i++)
        total += missing[i];
    for (uint32_t i = from; i < to; i++) {
        if (!missing[i])
            continue;
        if (n)
            buf_adds(b, n + 1 == total ? (total > 2 ? ", and " : " and ") : ", ");
        buf_addf(b, "'%.*s'", (int)c->reg_names[i].n, c->reg_names[i].s);
        n++;
    }
}

static enum vm_ret too_many(struct task *t, const struct func *f, uint32_t given, uint32_t given_kwonly)
{
    const struct code *c = f->code;
    uint32_t defaults = f->defaults == V_NONE ? 0 : obj_of(f->defaults)->n;
    struct buf b = { 0 };
    if (defaults)
        buf_addf(&b, "from %u to %u positional arguments", c->nparams - defaults, c->nparams);
    else
        buf_addf(&b, "%u positional argument%s", c->nparams, c->nparams == 1 ? "" : "s");
    enum vm_ret r;
    if (given_kwonly)
        r = throw(t, EXC_TypeError, "%s() takes %s but %u positional argument%s (and %u keyword-only argument%s) were given",
                  sym_text(f->qualname), buf_str(&b), given, given == 1 ? "" : "s", given_kwonly, given_kwonly == 1 ? "" : "s");
    else
        r = throw(t, EXC_TypeError, "%s() takes %s but %u %s given", sym_text(f->qualname), buf_str(&b), given,
                  given == 1 ? "was" : "were");
    buf_finish(&b);
    return r;
}

static int param_by_name(const struct code *c, value name)
{
    const struct str *s = REF(name);
    const char *text = str_data(s);
    for (uint32_t i = c->nposonly; i < (uint32_t)c->nparams + c->nkwonly; i++)
        if (c->reg_names[i].n == s->o.n && c->reg_names[i].s[0] == text[0] &&
            (s->o.n == 1 || memcmp(c->reg_names[i].s, text, s->o.n) == 0))
            return (int)i;
    return -1;
}

static enum vm_ret unexpected_keyword(struct task *t, const struct func *f, value name)
{
    const struct code *c = f->code;
    const struct str *s = REF(name);
    unsigned best = 3;
    int who = -1;
    for (uint32_t i = 0; i < c->nposonly; i++)
        if (c->reg_names[i].n == s->o.n && memcmp(c->reg_names[i].s, str_data(s), s->o.n) == 0)
            return throw(t, EXC_TypeError, "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                         sym_text(f->qualname), str_data(s));
    for (uint32_t i = 0; i < (uint32_t)c->nparams + c->nkwonly; i++) {
        unsigned d = text_distance(str_data(s), s->o.n, c->reg_names[i].s, c->reg_names[i].n, 2);
        if (d < best)
            best = d, who = (int)i;
    }
    throw(t, EXC_TypeError, "%s() got an unexpected keyword argument '%s'", sym_text(f->qualname), str_data(s));
    if (who >= 0)
        advise_argument(t, c->reg_names[who].s, c->reg_names[who].n);
    return VM_RAISE;
}

static enum vm_ret set_keyword(struct task *t, const struct func *f, value name, value v, value *base)
{
    const struct code *c = f->code;
    if (!is_str(name))
        return throw(t, EXC_TypeError, "keywords must be strings");
    int k = param_by_name(c, name);
    if (k >= 0) {
        if (base[k] != V_UNBOUND)
            return throw(t, EXC_TypeError, "%s() got multiple values for argument '%s'", sym_text(f->qualname),
                         str_data(REF(name)));
        base[k] = v;
        return VM_OK;
    }
    if (!(c->flags & CODE_DSTAR))
        return unexpected_keyword(t, f, name);
    return dict_set(t, REF(base[c->dstar_reg]), name, v);
}

/* What the message about missing arguments is made of; base holds V_UNBOUND for those. */
static enum vm_ret arguments_missing(struct task *t, const struct func *f, const value *base)
{
    const struct code *c = f->code;
    uint8_t missing[512] = { 0 };
    uint32_t total = MIN((uint32_t)c->nparams + c->nkwonly, 511u), count = 0, kw_count = 0;
    for (uint32_t i = 0; i < total; i++) {
        missing[i] = base[i] == V_UNBOUND;
        count += i < c->nparams && missing[i];
        kw_count += i >= c->nparams && missing[i];
    }
    struct buf b = { 0 };
    names_missing(&b, c, missing, count ? 0 : c->nparams, count ? MIN((uint32_t)c->nparams, total) : total);
    uint32_t n = count ? count : kw_count;
    enum vm_ret r = throw(t, EXC_TypeError, "%s() missing %u required %s argument%s: %s", sym_text(f->qualname), n,
                          count ? "positional" : "keyword-only", n == 1 ? "" : "s", buf_str(&b));
    buf_finish(&b);
    return r;
}

static enum vm_ret fill_defaults(struct task *t, const struct func *f, value *base, uint32_t given)
{
    const struct code *c = f->code;
    bool lacking = false;
    uint32_t nd = f->defaults == V_NONE ? 0 : obj_of(f->defaults)->n;
    for (uint32_t i = given; i < c->nparams; i++) {
        if (base[i] != V_UNBOUND)
            continue;
        if (i + nd >= c->nparams)
            base[i] = ((struct tuple *)REF(f->defaults))->item[i + nd - c->nparams];
        else
            lacking = true;
    }
    for (uint32_t i = c->nparams; i < (uint32_t)c->nparams + c->nkwonly; i++) {
        if (base[i] != V_UNBOUND)
            continue;
        if (f->kwdefaults != V_NONE)
            base[i] = dict_get_sym(REF(f->kwdefaults), symbol(t->vm, c->reg_names[i].s, c->reg_names[i].n));
        lacking |= base[i] == V_UNBOUND;
    }
    return lacking ? arguments_missing(t, f, base) : VM_OK;
}

/* Binds the call as it mostly is: a function without * and **, arguments where its window begins, few keywords, each
 * a parameter's that no other argument has. false: nothing is changed, and bind_any() says what to do. */
static bool bind_usual(const struct func *f, const struct call_args *a, value *base)
{
    const struct code *c = f->code;
    uint32_t total = (uint32_t)c->nparams + c->nkwonly, nk = a->nkeywords;
    value given[4];
    int at[4];
    if (c->flags & (CODE_STAR | CODE_DSTAR) || a->n > c->nparams || nk > ARRAY_LEN(given) || a->positional != base ||
        (a->keyword_dict != V_UNBOUND && a->keyword_dict != V_NONE))
        return false;
    for (uint32_t i = 0; i < nk; i++) {
        at[i] = param_by_name(c, ((struct tuple *)REF(a->keyword_names))->item[i]);
        if (at[i] < (int)a->n)
            return false;
        given[i] = a->keyword_values[i]; // they may stand where parameters go
    }
    for (uint32_t i = a->n; i < total; i++)
        base[i] = V_UNBOUND;
    for (uint32_t i = 0; i < nk; i++)
        base[at[i]] = given[i];
    return true;
}

static enum vm_ret bind_any(struct task *t, const struct func *f, const struct call_args *a, value *base)
{
    const struct code *c = f->code;
    uint32_t total = (uint32_t)c->nparams + c->nkwonly;
    uint32_t n = MIN(a->n, (uint32_t)c->nparams);
    value rest = V_UNBOUND;
    if (c->flags & CODE_STAR)
        rest = tuple_new(t, a->n > n ? a->positional + n : NULL, a->n - n);
    value names = a->keyword_names;
    uint32_t nk = a->nkeywords;
    value few[8];
    const value *keyword_values = few; // a copy: they may stand where parameters go
    if (nk > ARRAY_LEN(few))
        keyword_values = ((struct tuple *)REF(tuple_new(t, a->keyword_values, nk)))->item;
    else if (nk)
        memcpy(few, a->keyword_values, nk * sizeof *few);
    if (a->positional != base)
        memmove(base, a->positional, sizeof(value) * n);
    for (uint32_t i = n; i < total; i++)
        base[i] = V_UNBOUND;
    if (c->flags & CODE_STAR)
        base[c->star_reg] = rest;
    if (c->flags & CODE_DSTAR)
        base[c->dstar_reg] = dict_new(t);
    for (uint32_t i = 0; i < nk; i++) {
        enum vm_ret r = set_keyword(t, f, ((struct tuple *)REF(names))->item[i], keyword_values[i], base);
        if (r != VM_OK)
            return r;
    }
    if (a->keyword_dict != V_UNBOUND && a->keyword_dict != V_NONE) {
        uint32_t at = 0;
        value k, v;
        while (dict_next(REF(a->keyword_dict), &at, &k, &v)) {
            enum vm_ret r = set_keyword(t, f, k, v, base);
            if (r != VM_OK)
                return r;
        }
    }
    if (a->n > n && !(c->flags & CODE_STAR)) {
        uint32_t kwonly = 0;
        for (uint32_t i = c->nparams; i < total; i++)
            kwonly += base[i] != V_UNBOUND;
        return too_many(t, f, a->n, kwonly);
    }
    return fill_defaults(t, f, base, n);
}

enum vm_ret bind_function(struct task *t, const struct func *f, const struct call_args *a, value *base)
{
    const struct code *c = f->code;
    bool plain = a->n == c->nparams && !a->nkeywords && !c->nkwonly && !(c->flags & (CODE_STAR | CODE_DSTAR)) &&
                 (a->keyword_dict == V_UNBOUND || a->keyword_dict == V_NONE);
    if (!plain)
        return bind_usual(f, a, base) ? fill_defaults(t, f, base, a->n) : bind_any(t, f, a, base);
    if (a->positional != base)
        memmove(base, a->positional, sizeof(value) * a->n);
    return VM_OK;
}
