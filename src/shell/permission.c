#include "shell/permission.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static const struct right {
    const char *word;
    bool net;
    bool anywhere; // not only behind import
} rights[] = {
    { "subprocess", false, false }, { "os.system", false, true }, { "os.popen", false, true },
    { "os.exec", false, true },     { "os.spawn", false, true },  { "socket", true, false },
    { "urllib", true, false },      { "http", true, false },      { "requests", true, false },
    { "ftplib", true, false },      { "smtplib", true, false },   { "ssl", true, false },
};

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Where the word stands in the line as a name of its own, NULL if nowhere. */
static const char *find_word(const char *line, size_t n, const char *word, bool prefix)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= n; i++) {
        if (memcmp(line + i, word, length) != 0 || (i && (is_name_byte(line[i - 1]) || line[i - 1] == '.')))
            continue;
        if (prefix || i + length == n || !is_name_byte(line[i + length]))
            return line + i;
    }
    return NULL;
}

static bool is_import(const char *line, size_t n)
{
    while (n && (*line == ' ' || *line == '\t'))
        line++, n--;
    return (n > 7 && memcmp(line, "import ", 7) == 0) || (n > 5 && memcmp(line, "from ", 5) == 0);
}

static void scan_line(struct wants *w, const char *line, size_t n, uint32_t number)
{
    bool import = is_import(line, n);
    for (size_t i = 0; i < ARRAY_LEN(rights); i++) {
        const struct right *r = &rights[i];
        uint32_t *at = r->net ? &w->net_line : &w->exec_line;
        char *name = r->net ? w->net_name : w->exec_name;
        if (*at || (!r->anywhere && !import) || !find_word(line, n, r->word, r->anywhere))
            continue;
        *at = number;
        snprintf(name, sizeof w->net_name, "%s", r->word);
    }
}

void permission_scan(struct wants *w, const char *source, size_t n)
{
    *w = (struct wants){ 0 };
    uint32_t number = 1;
    for (size_t at = 0; at < n; number++) {
        const char *end = memchr(source + at, '\n', n - at);
        size_t length = end ? (size_t)(end - source) - at : n - at;
        scan_line(w, source + at, length, number);
        at += length + 1;
    }
}

bool permission_question(struct buf *out, const struct wants *w, const struct run_opts *opts,
                         const char *name)
{
    bool exec = w->exec_line && !opts->allow_exec, net = w->net_line && !opts->allow_net;
    if (!exec && !net)
        return false;
    text_safe(out, name, strlen(name), false);
    if (exec)
        buf_addf(out, _(" wants to start other programs (%s, line %u)"), w->exec_name, w->exec_line);
    if (net)
        buf_addf(out, _("%s wants to use the network (%s, line %u)"), exec ? _(" and") : "", w->net_name,
                 w->net_line);
    buf_adds(out, _(". Allow it? [y/N] "));
    return true;
}

bool permission_yes(const char *answer)
{
    static const char *const words[] = { "y", "Y", "yes", "Yes", "YES", "是", "好" };
    size_t n = strcspn(answer, "\r\n");
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && memcmp(words[i], answer, n) == 0)
            return true;
    return false;
}

void permission_grant(struct run_opts *opts, const struct wants *w)
{
    opts->allow_exec |= w->exec_line != 0;
    opts->allow_net |= w->net_line != 0;
}
