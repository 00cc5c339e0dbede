#include "lesson/parts.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Keeps a folder if it is one and is not there yet. */
static void dirs_add(struct lesson_dirs *dirs, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void dirs_add(struct lesson_dirs *dirs, const char *fmt, ...)
{
    struct buf path = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&path, fmt, ap);
    va_end(ap);
    bool wanted = path.n && dirs->count < ARRAY_LEN(dirs->list) && is_folder(path.text);
    for (unsigned i = 0; wanted && i < dirs->count; i++)
        wanted = strcmp(dirs->list[i], path.text) != 0;
    if (wanted)
        dirs->list[dirs->count++] = arena_text(&dirs->arena, path.text, path.n);
    buf_finish(&path);
}

/* Each part of a list separated by colons. */
static void dirs_add_list(struct lesson_dirs *dirs, const char *list, const char *below)
{
    while (*list) {
        size_t n = strcspn(list, ":");
        if (n)
            dirs_add(dirs, "%.*s%s", (int)n, list, below);
        list += n + (list[n] == ':');
    }
}

/* "/a/b" becomes "/a", and "/a" "". */
static void cut_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = 0;
}

/* Built beside the sources, or installed. */
static void dirs_add_executable(struct lesson_dirs *dirs)
{
    char path[PATH_MAX], prefix[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return;
    path[n] = 0;
    cut_last(path);
    snprintf(prefix, sizeof prefix, "%s", path);
    cut_last(prefix);
    for (int up = 0; up < 4; up++) { // build/gcc/src/conch
        dirs_add(dirs, "%s/lessons", path);
        cut_last(path);
    }
    dirs_add(dirs, "%s/share/conch/lessons", prefix);
}

void lesson_dirs_init(struct lesson_dirs *dirs, const char *flag)
{
    const char *env = getenv("CONCH_LESSONS"), *home = getenv("HOME");
    const char *data = getenv("XDG_DATA_HOME"), *data_dirs = getenv("XDG_DATA_DIRS");
    memset(dirs, 0, sizeof *dirs);
    arena_init(&dirs->arena);
    if (flag && *flag)
        dirs_add(dirs, "%s", flag);
    if (env)
        dirs_add_list(dirs, env, "");
    dirs_add(dirs, "lessons");
    dirs_add_executable(dirs);
    if (data && *data)
        dirs_add(dirs, "%s/conch/lessons", data);
    else if (home && *home)
        dirs_add(dirs, "%s/.local/share/conch/lessons", home);
    dirs_add_list(dirs, data_dirs && *data_dirs ? data_dirs : "/usr/local/share:/usr/share",
                  "/conch/lessons");
}

void lesson_dirs_finish(struct lesson_dirs *dirs)
{
    arena_finish(&dirs->arena);
    dirs->count = 0;
}

/* ---- the index --------------------------------------------------------------------------------- */

/* Cuts "130-lost-update.md" into number and id. */
static bool name_read(const char *name, struct lesson_entry *entry)
{
    size_t digits = strspn(name, "0123456789"), n = strlen(name);
    if (digits == 0 || digits > 4 || name[digits] != '-' || n < digits + 5 ||
        strcmp(name + n - 3, ".md") != 0)
        return false;
    size_t id = n - digits - 4;
    if (!id_is_proper(name + digits + 1, id))
        return false;
    entry->number = atoi(name);
    memcpy(entry->id, name + digits + 1, id);
    entry->id[id] = 0;
    return true;
}

static struct lesson_entry *index_find(const struct lesson_index *index, const char *id)
{
    for (size_t i = 0; i < index->count; i++)
        if (strcmp(index->list[i].id, id) == 0)
            return &index->list[i];
    return NULL;
}

/* The first folder that has a lesson wins; the language asked for wins over English. */
static void index_add(struct lesson_index *index, struct lesson_entry *entry, const char *dir,
                      const char *lang, const char *name)
{
    struct lesson_entry *known = index_find(index, entry->id);
    if (known)
        return;
    MEM_GROW(index->list, index->count, index->cap, 32);
    struct buf path = {0};
    buf_addf(&path, "%s/%s/%s", dir, lang, name);
    entry->path = path.text;
    snprintf(entry->lang, sizeof entry->lang, "%s", lang);
    index->list[index->count++] = *entry;
}

static void index_add_folder(struct lesson_index *index, const char *dir, const char *lang)
{
    struct buf path = {0};
    buf_addf(&path, "%s/%s", dir, lang);
    DIR *d = opendir(path.text);
    const struct dirent *file;
    while (d && (file = readdir(d))) {
        struct lesson_entry entry = {0};
        if (name_read(file->d_name, &entry))
            index_add(index, &entry, dir, lang, file->d_name);
    }
    if (d)
        closedir(d);
    buf_finish(&path);
}

static int entry_order(const void *a, const void *b)
{
    const struct lesson_entry *x = a, *y = b;
    return x->number != y->number ? x->number - y->number : strcmp(x->id, y->id);
}

/* A language is a short word, never a path. */
static bool lang_is_proper(const char *lang)
{
    return lang && id_is_proper(lang, strlen(lang)) && strlen(lang) < 8;
}

void lesson_index_init(struct lesson_index *index, const struct lesson_dirs *dirs,
                       const char *lang)
{
    memset(index, 0, sizeof *index);
    for (unsigned i = 0; i < dirs->count; i++) {
        if (lang_is_proper(lang) && strcmp(lang, "en") != 0)
            index_add_folder(index, dirs->list[i], lang);
        index_add_folder(index, dirs->list[i], "en");
    }
    if (index->count)
        qsort(index->list, index->count, sizeof *index->list, entry_order);
}

void lesson_index_finish(struct lesson_index *index)
{
    for (size_t i = 0; i < index->count; i++)
        free(index->list[i].path);
    free(index->list);
    memset(index, 0, sizeof *index);
}

/* By number; 13 means 130 if there is no 013. */
static const struct lesson_entry *index_number(const struct lesson_index *index,
                                               const char *spec)
{
    size_t digits = strspn(spec, "0123456789");
    if (digits == 0 || digits > 4 || spec[digits])
        return NULL;
    int number = atoi(spec);
    for (int k = 0; k < 2; k++, number *= 10)
        for (size_t i = 0; i < index->count; i++)
            if (index->list[i].number == number)
                return &index->list[i];
    return NULL;
}

static const struct lesson_entry *index_named(const struct lesson_index *index, const char *spec)
{
    struct lesson_entry entry;
    if (name_read(spec, &entry))
        spec = entry.id;
    else if (strlen(spec) < 60 && spec[strspn(spec, "0123456789")] == '-') {
        char name[64];
        snprintf(name, sizeof name, "%s.md", spec); // 130-lost-update
        if (name_read(name, &entry))
            spec = entry.id;
    }
    return index_find(index, spec);
}

const struct lesson_entry *lesson_index_find(const struct lesson_index *index, const char *spec)
{
    const struct lesson_entry *entry = index_number(index, spec);
    return entry ? entry : index_named(index, spec);
}

int lesson_find(const struct lesson_dirs *dirs, const char *spec, const char *lang,
                char **ret_path, bool *ret_fallback)
{
    *ret_fallback = false;
    if (is_file(spec)) {
        *ret_path = mem_text(spec, strlen(spec));
        return 0;
    }
    struct lesson_index index;
    lesson_index_init(&index, dirs, lang);
    const struct lesson_entry *entry = lesson_index_find(&index, spec);
    if (entry) {
        *ret_path = mem_text(entry->path, strlen(entry->path));
        *ret_fallback = lang && strcmp(entry->lang, lang) != 0;
    }
    lesson_index_finish(&index);
    return entry ? 0 : -ENOENT;
}

/* ---- files and folders ----------------------------------------------------------------------- */

static int is_lesson_file(const struct dirent *file)
{
    size_t n = strlen(file->d_name);
    return n > 3 && file->d_name[0] != '.' && strcmp(file->d_name + n - 3, ".md") == 0;
}

/* The lessons of one folder behind those that are there already. */
static void add_folder(struct arena *a, const char *folder, const char ***files, size_t *n)
{
    struct dirent **found;
    int count = scandir(folder, &found, is_lesson_file, alphasort);
    if (count < 0)
        return;
    const char **list = ARENA_ARRAY(a, const char *, *n + (size_t)count + 1);
    for (size_t i = 0; i < *n; i++)
        list[i] = (*files)[i];
    for (int i = 0; i < count; i++) {
        struct buf path = {0};
        buf_addf(&path, "%s/%s", folder, found[i]->d_name);
        list[(*n)++] = arena_text(a, path.text, path.n);
        buf_finish(&path);
        free(found[i]);
    }
    free(found);
    *files = list;
}

const char **lesson_files(struct arena *a, const char *path, size_t *ret_n)
{
    static const char *const parts[] = {"", "/en", "/zh"};
    const char **files = ARENA_ARRAY(a, const char *, 1);
    size_t n = strlen(path);
    *ret_n = 0;
    if (is_file(path)) {
        files[(*ret_n)++] = arena_text(a, path, n);
        return files;
    }
    while (n > 1 && path[n - 1] == '/')
        n--;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct buf folder = {0};
        buf_addf(&folder, "%.*s%s", (int)n, path, parts[i]);
        add_folder(a, folder.text, &files, ret_n);
        buf_finish(&folder);
    }
    return files;
}
