/* place.c: tracebacks, frames and code objects, as programs look at them.
 *
 * All are places in code, the innermost first, in a struct trace_back; its aux says what they stand for
 * (enum trace_kind). What is taken out of one, as tb.tb_next, is a copy without the places that were passed.
 * Places in the prelude are none of the program's, and are passed over. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"
#include "vm/methods.h"

/* ---- telling where ---- */

static bool caret_says_more(const struct place *p, const char *line, size_t n)
{
    size_t first = 0, last = n;
    while (first < n && (line[first] == ' ' || line[first] == '\t'))
        first++;
    while (last > first && (line[last - 1] == ' ' || line[last - 1] == '\r'))
        last--;
    return p->end_col > p->col && !(p->col <= first && p->end_col >= last);
}

static const struct place *place_at(const struct code *code, uint64_t instr)
{
    return &code->places[instr < code->count ? instr : 0];
}

/* The text of a line without the blanks at both ends; NULL where it is not known. */
static const char *line_text(const struct code *code, uint32_t number, size_t *ret_n)
{
    const char *line = code->source->text ? diag_line(code->source->text, code->source->n, number, ret_n) : NULL;
    while (line && *ret_n && (*line == ' ' || *line == '\t'))
        line++, --*ret_n;
    while (line && *ret_n && (line[*ret_n - 1] == ' ' || line[*ret_n - 1] == '\r'))
        --*ret_n;
    return line;
}

void place_tell(struct buf *out, const struct code *code, uint64_t instr)
{
    const struct place *p = place_at(code, instr);
    const struct source *src = code->source;
    buf_addf(out, "  File \"%s\", line %u, in %.*s\n", src->file, p->line, (int)code->name.n, code->name.s);
    size_t n;
    const char *line = diag_line(src->text, src->n, p->line, &n);
    if (!line)
        return;
    if (caret_says_more(p, line, n)) {
        struct buf quote = { 0 };
        struct span at = { p->line, p->col, p->line, p->end_col };
        diag_quote(&quote, src->text, src->n, &at, 4);
        buf_add(out, quote.text, quote.n);
        buf_finish(&quote);
        return;
    }
    line = line_text(code, p->line, &n);
    buf_adds(out, "    ");
    text_safe(out, line, n, false);
    buf_addc(out, '\n');
}

/* ---- taking places apart ---- */

typedef struct trace_at place_ref;

static value places_new(struct task *t, enum trace_kind kind, const place_ref *at, uint32_t n)
{
    struct trace_back *b = heap_new(t, T_TRACEBACK, sizeof *b + sizeof *at * (size_t)n, n);
    if (!b)
        return V_NONE;
    b->o.aux = (uint16_t)kind;
    b->len = n;
    memcpy(b->at, at, sizeof *at * (size_t)n);
    return value_of(b);
}

value trace_copy(struct task *t, const struct trace_back *b)
{
    return places_new(t, PLACE_TRACE, b->at, b->len);
}

static bool is_hidden(const place_ref *at)
{
    return !at->code->source || at->code->source->prelude;
}

/* How many of the innermost n places are left when those of the prelude that stand outermost are taken away. */
static uint32_t shown(const struct trace_back *b, uint32_t n)
{
    while (n && is_hidden(&b->at[n - 1]))
        n--;
    return n;
}

/* The place that a traceback stands for. One that is all in the prelude stands for the outermost there. */
static const place_ref *outermost(const struct trace_back *b)
{
    uint32_t n = shown(b, b->len);
    return &b->at[(n ? n : b->len) - 1];
}

value place_of_code(struct task *t, const struct code *code)
{
    return places_new(t, PLACE_CODE, &(place_ref){ .code = code }, 1);
}

/* ---- attributes ---- */

static value tb_lineno(struct task *t, const struct trace_back *b)
{
    (void)t;
    const place_ref *at = outermost(b);
    return V_INT(place_at(at->code, at->line)->line);
}

static value tb_frame(struct task *t, const struct trace_back *b)
{
    return places_new(t, PLACE_LEFT, outermost(b), 1);
}

static value tb_next(struct task *t, const struct trace_back *b)
{
    uint32_t n = shown(b, (uint32_t)(outermost(b) - b->at));
    return n ? places_new(t, PLACE_TRACE, b->at, n) : V_NONE;
}

static value f_lineno(struct task *t, const struct trace_back *b)
{
    (void)t;
    return V_INT(place_at(b->at[0].code, b->at[0].line)->line);
}

static value f_code(struct task *t, const struct trace_back *b)
{
    return place_of_code(t, b->at[0].code);
}

static value f_back(struct task *t, const struct trace_back *b)
{
    return b->len > 1 ? places_new(t, PLACE_FRAME, b->at + 1, b->len - 1) : V_NONE;
}

static const struct code *code_of(const struct trace_back *b)
{
    return b->at[0].code;
}

static value co_name(struct task *t, const struct trace_back *b)
{
    (void)t;
    return code_of(b)->name_value;
}

static value co_qualname(struct task *t, const struct trace_back *b)
{
    (void)t;
    return code_of(b)->qualname_value;
}

static value co_filename(struct task *t, const struct trace_back *b)
{
    return str_lit(t, code_of(b)->source->file);
}

static value co_firstlineno(struct task *t, const struct trace_back *b)
{
    (void)t;
    return V_INT(code_of(b)->first_line);
}

static value co_argcount(struct task *t, const struct trace_back *b)
{
    (void)t;
    return V_INT(code_of(b)->nparams);
}

static value co_posonlyargcount(struct task *t, const struct trace_back *b)
{
    (void)t;
    return V_INT(code_of(b)->nposonly);
}

static value co_kwonlyargcount(struct task *t, const struct trace_back *b)
{
    (void)t;
    return V_INT(code_of(b)->nkwonly);
}

static void add_name(struct task *t, value names, const struct text *name)
{
    if (name->n && name->s[0] != '.' && name->s[0] != '<')
        list_append(t, REF(names), symbol(t->vm, name->s, name->n));
}

/* Parameters first, *args and **kwargs after all others, then the other variables. */
static value co_varnames(struct task *t, const struct trace_back *b)
{
    const struct code *c = code_of(b);
    uint32_t params = (uint32_t)c->nparams + c->nkwonly;
    value names = list_new(t, NULL, 0);
    for (uint32_t i = 0; i < params; i++)
        add_name(t, names, &c->reg_names[i]);
    if (c->flags & CODE_STAR)
        add_name(t, names, &c->reg_names[c->star_reg]);
    if (c->flags & CODE_DSTAR)
        add_name(t, names, &c->reg_names[c->dstar_reg]);
    for (uint32_t i = params; i < c->nlocals; i++)
        if (!(c->flags & CODE_STAR && i == c->star_reg) && !(c->flags & CODE_DSTAR && i == c->dstar_reg))
            add_name(t, names, &c->reg_names[i]);
    const value *items;
    size_t n;
    items_view(t, names, &items, &n);
    return tuple_new(t, items, n);
}

static value co_nlocals(struct task *t, const struct trace_back *b)
{
    return V_INT(((const struct tuple *)REF(co_varnames(t, b)))->o.n);
}

static value co_freevars(struct task *t, const struct trace_back *b)
{
    const struct code *c = code_of(b);
    value names = list_new(t, NULL, 0);
    for (uint32_t i = 0; i < c->nfree; i++)
        add_name(t, names, &c->free_names[i]);
    const value *items;
    size_t n;
    items_view(t, names, &items, &n);
    return tuple_new(t, items, n);
}

/* get NULL: CPython has it, conch has not. */
static const struct {
    const char *name;
    enum trace_kind kind;
    value (*get)(struct task *t, const struct trace_back *b);
} attributes[] = {
    { "tb_lineno", PLACE_TRACE, tb_lineno },
    { "tb_frame", PLACE_TRACE, tb_frame },
    { "tb_next", PLACE_TRACE, tb_next },
    { "tb_lasti", PLACE_TRACE, NULL },
    { "f_lineno", PLACE_FRAME, f_lineno },
    { "f_code", PLACE_FRAME, f_code },
    { "f_back", PLACE_FRAME, f_back },
    { "f_locals", PLACE_FRAME, NULL },
    { "f_globals", PLACE_FRAME, NULL },
    { "f_builtins", PLACE_FRAME, NULL },
    { "f_trace", PLACE_FRAME, NULL },
    { "f_lasti", PLACE_FRAME, NULL },
    { "co_name", PLACE_CODE, co_name },
    { "co_qualname", PLACE_CODE, co_qualname },
    { "co_filename", PLACE_CODE, co_filename },
    { "co_firstlineno", PLACE_CODE, co_firstlineno },
    { "co_argcount", PLACE_CODE, co_argcount },
    { "co_posonlyargcount", PLACE_CODE, co_posonlyargcount },
    { "co_kwonlyargcount", PLACE_CODE, co_kwonlyargcount },
    { "co_varnames", PLACE_CODE, co_varnames },
    { "co_nlocals", PLACE_CODE, co_nlocals },
    { "co_freevars", PLACE_CODE, co_freevars },
    { "co_cellvars", PLACE_CODE, NULL },
    { "co_names", PLACE_CODE, NULL },
    { "co_consts", PLACE_CODE, NULL },
    { "co_flags", PLACE_CODE, NULL },
    { "co_code", PLACE_CODE, NULL },
    { "co_stacksize", PLACE_CODE, NULL },
};

bool place_attribute(struct task *t, value obj, value sym, value *ret)
{
    static const char *const kinds[] = { "tracebacks", "frames", "frames", "code objects" };
    const struct trace_back *b = REF(obj);
    enum trace_kind kind = b->o.aux == PLACE_LEFT ? PLACE_FRAME : (enum trace_kind)b->o.aux;
    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (attributes[i].kind != kind || strcmp(attributes[i].name, sym_text(sym)) != 0)
            continue;
        // who had called the frame of a traceback is not kept
        if (!attributes[i].get || (b->o.aux == PLACE_LEFT && attributes[i].get == f_back))
            throw(t, EXC_NotImplementedError, "%s of %s is not part of conch's Python", sym_text(sym), kinds[b->o.aux]);
        else
            *ret = attributes[i].get(t, b);
        return true;
    }
    return false;
}

void place_repr(struct task *t, value v, struct buf *out)
{
    const struct trace_back *b = REF(v);
    const struct code *c = code_of(b);
    unsigned long long id = object_id(t, v);
    if (b->o.aux == PLACE_TRACE)
        buf_addf(out, "<traceback object at %#llx>", id);
    else if (b->o.aux == PLACE_CODE)
        buf_addf(out, "<code object %.*s at %#llx, file \"%s\", line %u>", (int)c->name.n, c->name.s, id, c->source->file,
                 c->first_line);
    else
        buf_addf(out, "<frame at %#llx, file '%s', line %u, code %.*s>", id, c->source->file,
                 place_at(c, b->at[0].line)->line, (int)c->name.n, c->name.s);
}

/* ---- for the prelude ---- */

static bool frame_place(const struct frame *f, place_ref *ret)
{
    if (!f->code || !f->pc)
        return false;
    uint64_t pc = (uint64_t)(f->pc - f->code->instrs);
    *ret = (place_ref){ .code = f->code, .line = pc ? pc - 1 : 0 };
    return !is_hidden(ret);
}

/* _frame(depth): the frame that is so many calls above the running one; None if there is none. */
enum vm_ret core_frame(struct task *t, value *args, value *ret)
{
    int64_t depth = 0;
    if (args[0] != V_UNBOUND && !int_get(args[0], &depth))
        return throw(t, EXC_TypeError, "an integer is required");
    place_ref at, *all = mem_zalloc((size_t)(t->fp - t->frames) + 1, sizeof *all);
    uint32_t n = 0;
    for (const struct frame *f = t->fp; f >= t->frames; f--)
        if (frame_place(f, &at) && depth-- <= 0)
            all[n++] = at;
    *ret = n ? places_new(t, PLACE_FRAME, all, n) : V_NONE;
    free(all);
    return VM_OK;
}

/* _places(traceback or frame): of each place, the outermost first: (file, line, function, text of the line, how a
 * traceback tells it). */
enum vm_ret core_places(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_TRACEBACK))
        return throw(t, EXC_TypeError, "a traceback is required, not %s", type_name(t, args[0]));
    const struct trace_back *b = REF(args[0]);
    *ret = list_new(t, NULL, 0);
    for (uint32_t i = b->len; i-- > 0;) {
        if (is_hidden(&b->at[i]))
            continue;
        const struct code *c = b->at[i].code;
        const struct place *p = place_at(c, b->at[i].line);
        size_t n = 0;
        const char *line = line_text(c, p->line, &n);
        struct buf told = { 0 };
        place_tell(&told, c, b->at[i].line);
        value parts[5] = { str_lit(t, c->source->file), V_INT(p->line), c->name_value, str_new(t, line ? line : "", n),
                           str_from_buf(t, &told) };
        if (!list_append(t, REF(*ret), tuple_new(t, parts, ARRAY_LEN(parts))))
            return VM_RAISE;
    }
    return VM_OK;
}
