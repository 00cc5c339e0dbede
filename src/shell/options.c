#include "shell/exploring.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum option_id {
#define OPTION(id, name, letter, argument, help) OPT_##id,
#include "shell/option.def"
#undef OPTION
    OPT_COUNT
};

static const struct option_row {
    const char *name;
    char letter;
    const char *argument, *help;
} table[OPT_COUNT] = {
#define OPTION(id, name, letter, argument, help) [OPT_##id] = { name, letter, argument, help },
#include "shell/option.def"
#undef OPTION
};

enum { LONG_BASE = 256 }; // what getopt_long returns for a long name: beyond all letters

static void fill_long(struct option rows[OPT_COUNT + 1], char letters[2 * OPT_COUNT + 3])
{
    char *p = letters;
    *p++ = '+'; // stop at FILE
    *p++ = ':'; // we tell errors ourselves
    for (int i = 0; i < OPT_COUNT; i++) {
        rows[i] = (struct option){ table[i].name, table[i].argument ? required_argument
                                                                    : no_argument,
                                   NULL, LONG_BASE + i };
        if (!table[i].letter)
            continue;
        *p++ = table[i].letter;
        if (table[i].argument)
            *p++ = ':';
    }
    *p = 0;
    rows[OPT_COUNT] = (struct option){ 0 };
}

static int option_of(int got)
{
    if (got >= LONG_BASE)
        return got - LONG_BASE;
    for (int i = 0; i < OPT_COUNT; i++)
        if (table[i].letter && table[i].letter == got)
            return i;
    return -1;
}

static bool read_seed(struct options *o, const char *s)
{
    char *end;
    o->seed = strtoull(s, &end, 10);
    o->has_seed = true;
    return *s >= '0' && *s <= '9' && !*end;
}

static bool read_positive(double *ret, const char *s)
{
    char *end;
    *ret = strtod(s, &end);
    return *s && !*end && *ret > 0 && *ret <= 1e9;
}

static bool read_colour(struct options *o, const char *s)
{
    static const char *const words[] = { "auto", "always", "never" };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(s, words[i]) == 0) {
            o->colour = (enum colour_mode)i;
            return true;
        }
    return false;
}

static bool read_lang(struct options *o, const char *s)
{
    o->lang = s;
    return strcmp(s, "en") == 0 || strcmp(s, "zh") == 0;
}

/* One option; false if its argument is no good. */
static bool take(struct options *o, enum option_id id, const char *argument)
{
    switch (id) {
    case OPT_CODE: o->code = argument; return true;
    case OPT_INTERACT: o->interactive = true; return true;
    case OPT_SEED: return read_seed(o, argument);
    case OPT_SPEED: return read_positive(&o->speed, argument);
    case OPT_GIL: o->gil = true; return true;
    case OPT_CHAOS: o->chaos = true; return true;
    case OPT_LANES: o->lanes = true; return true;
    case OPT_JSON: o->json = true; return true;
    case OPT_RECORD: o->record = argument; return true;
    case OPT_PLAIN: o->plain = true; return true;
    case OPT_COLOUR: return read_colour(o, argument);
    case OPT_LANG: return read_lang(o, argument);
    case OPT_TIME_LIMIT: return read_positive(&o->time_limit, argument);
    case OPT_NO_LIMITS: o->no_limits = true; return true;
    case OPT_WORK_DIR: o->work_dir = argument; return true;
    case OPT_ALLOW_EXEC: o->allow_exec = true; return true;
    case OPT_TRUST: o->trust = true; return true;
    case OPT_LESSONS: o->lessons = argument; return true;
    case OPT_UNTIL: o->until = argument; return true;
    case OPT_EXAM: o->exam = true; return true;
    case OPT_LARGE: o->large = true; return true;
    case OPT_FORMAT: o->format = argument; return true;
    case OPT_LEVEL: o->level = argument; return true;
    case OPT_KEY: o->key = argument; return true;
    case OPT_VERIFY: o->verify = argument; return true;
    case OPT_FIRST: o->first_lesson = true; return true;
    case OPT_KEEP_GOING: o->keep_going = true; return true;
    case OPT_QUIET: o->quiet = true; return true;
    case OPT_NO_RC: o->no_rc = true; return true;
    case OPT_OUTPUTS: case OPT_RACES: case OPT_STRICT: case OPT_TSO: case OPT_LIMIT: case OPT_SEARCH:
        return explore_option(&o->explore, table[id].name, argument, &(bool){ false });
    case OPT_SWITCH:
        if (o->explore.switches_n == ARRAY_LEN(o->explore.switches))
            return false;
        o->explore.switches[o->explore.switches_n++] = argument;
        return true;
    case OPT_MAN: o->man = true; return true;
    case OPT_VERSION: o->version = true; return true;
    case OPT_HELP: o->help = true; return true;
    case OPT_COUNT: break;
    }
    return false;
}

static void tell_unknown(struct buf *wrong, const char *given)
{
    struct buf safe = { 0 };
    text_safe(&safe, given, strlen(given), false);
    buf_addf(wrong, _("unknown option %s"), buf_str(&safe));
    buf_finish(&safe);
    const char *name = given + strspn(given, "-");
    size_t n = strcspn(name, "=");
    const char *best = NULL;
    unsigned least = 3;
    for (int i = 0; i < OPT_COUNT && n > 2; i++) {
        unsigned d = text_distance(name, n, table[i].name, strlen(table[i].name), 2);
        if (d < least) {
            least = d;
            best = table[i].name;
        }
    }
    if (best)
        buf_addf(wrong, _("; did you mean --%s?"), best);
}

/* One pass of getopt; order is "+" to stop at the first word, "" to find options among words. */
static bool read_all(struct options *o, int argc, char **argv, bool stop, struct buf *wrong)
{
    struct option rows[OPT_COUNT + 1];
    char letters[2 * OPT_COUNT + 3];
    fill_long(rows, letters);
    opterr = 0;
    optind = 0; // start anew: a process may read several command lines
    int got;
    // what follows -c CODE belongs to the program, as for python3
    while (!o->code && (got = getopt_long(argc, argv, letters + !stop, rows, NULL)) != -1) {
        int id = option_of(got);
        if (got == ':') {
            buf_addf(wrong, _("option %s needs a value"), argv[optind - 1]);
            return false;
        }
        if (id < 0) {
            tell_unknown(wrong, argv[optind - 1]);
            return false;
        }
        if (!take(o, (enum option_id)id, optarg)) {
            buf_addf(wrong, _("option --%s does not take `%s`: %s"), table[id].name, optarg,
                     _(table[id].help));
            return false;
        }
    }
    return true;
}

bool options_read(struct options *o, int argc, char **argv, struct buf *wrong)
{
    *o = (struct options){ 0 };
    if (!read_all(o, argc, argv, true, wrong))
        return false;
    o->argc = argc - optind;
    o->argv = argv + optind;
    return true;
}

bool options_read_more(struct options *o, int *argc, char **argv, struct buf *wrong)
{
    if (!read_all(o, *argc, argv, false, wrong))
        return false;
    int words = *argc - optind; // getopt has moved them to the end
    memmove(argv + 1, argv + optind, (size_t)words * sizeof *argv);
    *argc = words + 1;
    return true;
}

void options_usage(struct buf *out)
{
    buf_adds(out, _("conch: see processes, threads and coroutines do what they do.\n\n"
                    "  conch                     the prompt: Python and commands\n"
                    "  conch FILE.py [ARGS]      run a program, as python3 does\n"
                    "  conch FILE.conch          lines as typed at the prompt; also from stdin\n"
                    "  conch -c CODE [ARGS]      run this text\n"
                    "  conch -i FILE.py          run it, then the prompt\n"
                    "  conch play LESSON         a lesson that types itself; TAB lets you type\n"
                    "  conch present LESSON      a lesson in front of a class; conch notes: your\n"
                    "                            notes, on a second terminal\n"
                    "  conch check LESSON…       prove what lessons claim\n"
                    "  conch grade FILE|DIR…     judge repaired programs (--level LESSON:ID)\n"
                    "  conch lint [PATH…]        look for faults in lessons\n"
                    "  conch promote LESSON…     write what seeded runs print into the lessons\n"
                    "  conch explore FILE.py     look at every interleaving of a program\n"
                    "  conch new lesson NAME     a template for a lesson of your own\n"
                    "  conch log FILE            what a program did whose shell has crashed\n\n"));
}

void options_man(struct buf *out, void (*add_text)(struct buf *out, const char *s, size_t n))
{
    for (int i = 0; i < OPT_COUNT; i++) {
        struct buf text = { 0 };
        if (table[i].letter)
            buf_addf(&text, "-%c, ", table[i].letter);
        buf_addf(&text, "--%s%s%s", table[i].name, table[i].argument ? " " : "",
                 table[i].argument ? _(table[i].argument) : "");
        buf_adds(out, ".TP\n.B ");
        add_text(out, text.text, text.n);
        buf_addc(out, '\n');
        add_text(out, _(table[i].help), strlen(_(table[i].help)));
        buf_adds(out, _(".\n"));
        buf_finish(&text);
    }
}

void options_help(struct buf *out)
{
    enum { INDENT = 27, COLUMNS = 80 }; // of the smallest terminal one has
    options_usage(out);
    for (int i = 0; i < OPT_COUNT; i++) {
        struct buf left = { 0 };
        if (table[i].letter)
            buf_addf(&left, "  -%c, --%s", table[i].letter, table[i].name);
        else
            buf_addf(&left, "      --%s", table[i].name);
        if (table[i].argument)
            buf_addf(&left, " %s", _(table[i].argument));
        size_t cells = text_width(left.text, left.n);
        buf_addf(out, "%s%*s", left.text, (int)(cells < INDENT ? INDENT - cells : 1), "");
        help_hanging(out, _(table[i].help), strlen(_(table[i].help)), INDENT, COLUMNS);
        buf_finish(&left);
    }
    buf_adds(out, _("\nExit code: 0 done, 1 the program or a check failed, 2 wrong usage, 3 a\n"
                    "file cannot be read or compiled, 124 time limit, 128+N killed by signal N.\n"));
}
