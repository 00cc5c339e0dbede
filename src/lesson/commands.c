/* What can be typed in a lesson. */
#include "lesson/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

int need_lesson(const struct lesson_session *s)
{
    if (s->player)
        return 0;
    say_words(s, SAY_ERROR, WORD_NO_LESSON);
    return -ENOENT;
}

/* One line of the list: number, title, what has been done. */
void add_lesson_line(const struct lesson_session *s, struct buf *b,
                     const struct lesson_entry *entry, const char *progress_text)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct progress progress;
    notes_init(&notes);
    int r = lesson_load_file(entry->path, &notes, &lesson);
    progress_count(progress_text, entry->id, &progress);
    buf_addf(b, "%s %03d  %s", progress.done ? " x" : "  ", entry->number,
             r == 0 ? lesson->title : entry->id);
    if (r < 0)
        buf_adds(b, "  (!)");
    else if (strcmp(entry->lang, s->lang) != 0)
        buf_addf(b, "  (%s)", entry->lang);
    if (progress.right + progress.wrong)
        buf_addf(b, lesson_word(WORD_PROGRESS), progress.right,
                 progress.right + progress.wrong);
    buf_addc(b, '\n');
    lesson_free(lesson);
    notes_finish(&notes);
}

static int command_lessons(struct lesson_session *s, const char *args)
{
    struct lesson_index index;
    struct buf b = {0}, done = {0};
    (void)args;
    progress_read(&done);
    lesson_index_init(&index, &s->dirs, s->lang);
    for (size_t i = 0; i < index.count; i++)
        add_lesson_line(s, &b, &index.list[i], buf_str(&done));
    say(s, SAY_TEXT, &b);
    int r = index.count ? 0 : -ENOENT;
    size_t waiting = review_waiting(buf_str(&done));
    if (r < 0)
        say_words(s, SAY_ERROR, WORD_NO_FOLDER);
    else if (waiting)
        say_words(s, SAY_GREY, WORD_REVIEW_WAITS, (unsigned)waiting);
    buf_finish(&b);
    buf_finish(&done);
    lesson_index_finish(&index);
    return r;
}

/* `lesson 130`, and to begin elsewhere: `lesson 130 3`, `lesson 130 race`. */
static int command_lesson(struct lesson_session *s, const char *args)
{
    struct slice spec = slice_trim((struct slice){args, strlen(args)}), place = {"", 0};
    if (spec.n == 0)
        return command_lessons(s, args);
    for (size_t i = 0; i < spec.n && !place.n; i++)
        if (is_blank(spec.s[i]))
            place = slice_trim((struct slice){spec.s + i, spec.n - i});
    spec = slice_trim((struct slice){spec.s, spec.n - place.n});
    char *text = mem_text(spec.s, spec.n), *at = mem_text(place.s, place.n);
    int r = *at ? session_open_at(s, text, at) : session_open(s, text);
    free(text);
    free(at);
    return r;
}

static int command_next(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    s->free_play = false;
    if (player_reviews(s->player) && player_state(s->player) == PLAYER_READY)
        return review_next(s);
    player_next(s->player);
    return carry_out(s);
}

bool session_back(struct lesson_session *s, unsigned pages)
{
    if (!s->player || s->free_play)
        return false;
    player_back(s->player, pages);
    carry_out(s);
    return true;
}

static int command_back(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    unsigned long pages = *args ? strtoul(args, NULL, 10) : 1;
    s->free_play = false;
    player_back(s->player, (unsigned)MIN(MAX(pages, 1ul), 1000ul));
    return carry_out(s);
}

/* The lesson waits, lines are Python and commands; what runs is not the lesson's. */
static int command_play(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    s->free_play = true;
    say_words(s, SAY_GREY, WORD_FREE_PLAY);
    return 0;
}

static int command_resume(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    s->free_play = false;
    player_recall(s->player);
    return carry_out(s);
}

static int command_again(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    s->free_play = false;
    player_again(s->player);
    return carry_out(s);
}

static int command_try(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    unsigned long number = strtoul(args, NULL, 10);
    s->free_play = false;
    player_try(s->player, number > 1000 ? 1000 : (unsigned)number);
    return carry_out(s);
}

static int command_predict(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    s->free_play = false;
    player_predict(s->player, args);
    return carry_out(s);
}

static int command_hint(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    player_hint(s->player);
    return carry_out(s);
}

const struct lesson_command lesson_commands[] = {
    {"lessons", "lessons", N_("lists all lessons"), "", "lessons", command_lessons},
    {"lesson", "lesson N|NAME|FILE [PLACE]", N_("opens a lesson"),
     N_("PLACE is where to begin: a chapter's number, or the name of a program, a question or a level "
        "in it. `chapters` lists them."),
     "lesson 130", command_lesson},
    {"next", "next", N_("goes on with the lesson (also Enter)"), "", "next", command_next},
    {"back", "back [N]", N_("goes one step back in the lesson"), "", "back", command_back},
    {"again", "again", N_("runs the lesson's program once more"), "", "again", command_again},
    {"predict", "predict ANSWER", N_("commits what you expect, before the run"),
     N_("In a lesson the letter alone is enough. The answer may be changed until the run."), "predict b",
     command_predict},
    {"hint", "hint", N_("opens the next hint"),
     N_("First the one for the answer you gave, if it was wrong; after an exercise its solution."), "hint",
     command_hint},
    {"try", "try N", N_("flips switch N of the list and runs"), "", "try 1", command_try},
    {"edit", "edit [PROGRAM | reset]", N_("changes the lesson's program"),
     N_("It opens $VISUAL or $EDITOR, or a line editor if there is none. `run` then runs your text; `edit "
        "reset` takes the lesson's own again."),
     "edit", command_edit},
    {"check", "check", N_("judges your repair of a level, in every order"),
     N_("Outside of a lesson: explores the file that was explored last again, as it is now, and tells whether it holds now, and "
        "whether tasks can still work at the same time."),
     "check", command_check},
    {"play", "play", N_("leaves the lesson where it is: type what you like"),
     N_("`resume` comes back to it."), "play", command_play},
    {"resume", "resume", N_("comes back to the lesson"), "", "resume", command_resume},
    {"review", "review [all]", N_("asks again what you missed some time ago"),
     N_("A missed question comes again after 1, 3, 7 and 21 days; after that you know it. `all` asks those "
        "too whose time has not come."),
     "review", command_review},
    {"note", "note TEXT", N_("keeps a note of yours with this lesson"), "", "note join waits, start does not",
     command_note},
    {"notes", "notes [FILE]", N_("your predictions and notes on this lesson, as Markdown"),
     N_("With FILE they are written there."), "notes lost-update.md", command_notes},
    {"progress", "progress [file | move FILE | merge FILE | reset [LESSON]]", N_("shows what you have done"),
     N_("It is one text file: `file` says where, `move` puts it elsewhere (a stick, a shared folder), "
        "`merge` adds what another one has, `reset` forgets all or one lesson."),
     "progress merge /media/stick/progress", command_progress},
    {"chapters", "chapters", N_("lists the lesson's parts"), "", "chapters", command_chapters},
    {"jump", "jump PLACE", N_("goes to a chapter, program, question or level of the lesson"), "", "jump 3",
     command_jump},
    {"vote", "vote [new]", N_("counts a class's answers, before and after discussing"),
     N_("Press `a`, `b` … once for each hand, or type counts, as `a2 b4 c1`; how many there are stands behind them. "
        "Enter shows the bars. The second `vote` on a question shows both rounds."),
     "vote", command_vote},
    {"large", "large [on|off]", N_("sets lessons wide, for a projector"), "", "large on", command_large},
};
const size_t lesson_command_count = ARRAY_LEN(lesson_commands);

/* A letter; when the question has no choices, a number or a set of numbers, with or without its braces. */
static bool is_short_answer(const struct step *question, struct slice t)
{
    if (question->item_n)
        return t.n == 1 && t.s[0] >= 'a' && t.s[0] < (char)('a' + (int)question->item_n);
    char text[64] = "";
    memcpy(text, t.s, MIN(t.n, sizeof text - 1));
    return t.n < sizeof text && strspn(text, "0123456789{}, ") == t.n && strpbrk(text, "0123456789");
}

bool session_shortcut(struct lesson_session *s, const char *line)
{
    if (!s->player || s->free_play)
        return false;
    struct slice t = slice_trim((struct slice){line, strlen(line)});
    const struct step *question = player_question(s->player);
    if (t.n == 0)
        command_next(s, "");
    else if (question && is_short_answer(question, t))
        command_predict(s, t.s);
    else if (!question && t.n <= 2 && strspn(t.s, "0123456789") >= t.n && player_tries(s->player))
        command_try(s, t.s);
    else
        return false;
    return true;
}
