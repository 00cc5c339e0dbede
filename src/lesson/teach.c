/* chapters, jump, vote, large, and the presenter's second terminal. */
#include "lesson/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- chapters ---- */

int command_chapters(struct lesson_session *s, const char *args)
{
    struct buf b = {0};
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    unsigned n = lesson_chapter_count(s->lesson), here = lesson_chapter_at(s->lesson, player_position(s->player));
    for (unsigned i = 1; i <= n; i++) {
        uint32_t step;
        struct slice title;
        lesson_chapter(s->lesson, i, &step, &title);
        buf_addf(&b, "%s %2u  %.*s\n", i == here ? ">" : " ", i, (int)title.n, title.s);
    }
    say(s, SAY_TEXT, &b);
    buf_finish(&b);
    return 0;
}

int command_jump(struct lesson_session *s, const char *args)
{
    struct slice spec = slice_trim((struct slice){args, strlen(args)});
    uint32_t step;
    if (need_lesson(s) < 0)
        return -ENOENT;
    if (spec.n == 0)
        return command_chapters(s, args);
    char *place = mem_text(spec.s, spec.n);
    bool known = lesson_place(s->lesson, place, &step);
    if (!known)
        say_words(s, SAY_ERROR, WORD_NO_PLACE, place);
    free(place);
    if (!known)
        return -ENOENT;
    s->free_play = false;
    player_jump(s->player, step);
    return carry_out(s);
}

int command_large(struct lesson_session *s, const char *args)
{
    struct slice word = slice_trim((struct slice){args, strlen(args)});
    if (word.n && !slice_is(word, "on") && !slice_is(word, "off")) {
        say_fmt(s, SAY_ERROR, "%s", "`large on` `large off`");
        return -EINVAL;
    }
    s->large = word.n ? slice_is(word, "on") : !s->large;
    return 0;
}

/* ---- the second terminal ---- */

/* What stands behind this place: the next chapter's title. */
static void add_next_chapter(struct buf *b, const struct lesson_session *s, unsigned here)
{
    uint32_t step;
    struct slice title;
    if (lesson_chapter(s->lesson, here + 1, &step, &title))
        buf_addf(b, _("then: %.*s\n"), (int)title.n, title.s);
}

/* The last note before the place where the class is. */
static struct slice note_here(const struct lesson_session *s)
{
    struct slice note = {"", 0};
    uint32_t end = player_position(s->player);
    for (uint32_t i = 0; i < end; i++) {
        const struct step *step = &s->lesson->steps[i];
        if (step->kind == STEP_NOTE)
            note = step->body;
        else if (step->kind == STEP_PROSE && step->heading == 2)
            note = (struct slice){"", 0}; // it belongs to its chapter
    }
    return note;
}

void presenter_tell(struct lesson_session *s, const char *note, size_t n)
{
    if (!s->host.presenter)
        return;
    struct buf b = {0};
    struct term t;
    struct slice text = note ? (struct slice){note, n} : note_here(s), title = {"", 0};
    uint32_t step;
    unsigned here = lesson_chapter_at(s->lesson, player_position(s->player));
    const struct step *question = player_question(s->player);
    term_plain(&t, 78, false);
    lesson_chapter(s->lesson, here, &step, &title);
    buf_addf(&b, "%s\n%u/%u  %.*s\n", s->lesson->title, here, lesson_chapter_count(s->lesson),
             (int)title.n, title.s);
    add_next_chapter(&b, s, here);
    if (question)
        buf_addf(&b, _("the answer is %s\n"), question->answer);
    if (text.n) {
        buf_addc(&b, '\n');
        render_markdown(&b, text, &t);
    }
    s->host.presenter(s->host.ctx, b.text, b.n);
    buf_finish(&b);
}

/* ---- a class votes ---- */

static unsigned total(const unsigned *votes)
{
    unsigned n = 0;
    for (int i = 0; i <= 'z' - 'a'; i++)
        n += votes[i];
    return n;
}

enum { BAR_CELLS = 30 };

/* One choice: its letter, a bar, how many and how much of the class. */
static void add_bar(struct buf *b, const char *name, unsigned votes, unsigned all)
{
    unsigned cells = all ? (votes * BAR_CELLS + all / 2) / all : 0;
    buf_addf(b, "  %s ", name);
    for (unsigned i = 0; i < BAR_CELLS; i++)
        buf_addc(b, i < cells ? '#' : ' ');
    buf_addf(b, " %3u  %3u %%\n", votes, all ? (votes * 100 + all / 2) / all : 0);
}

static void say_histogram(const struct lesson_session *s)
{
    struct buf b = {0};
    unsigned rounds = MIN(s->vote_round, 2u);
    if (rounds == 2)
        say_words(s, SAY_GREY, WORD_VOTE_BOTH);
    for (unsigned i = 0; i < s->vote_step->item_n; i++)
        for (unsigned round = 0; round < rounds; round++) {
            char name[2] = {round ? ' ' : s->vote_step->items[i].letter, 0};
            add_bar(&b, name, s->votes[round][i], total(s->votes[round]));
        }
    buf_addc(&b, '\n');
    say(s, SAY_TEXT, &b);
    if (rounds == 1)
        say_words(s, SAY_GREY, WORD_VOTE_AGAIN);
    buf_finish(&b);
}

/* `aabbc`, `a2 b4`, mixed, capitals too: adds the hands to votes. False if a character is none of it; then
 * nothing counts. */
static bool count_hands(const struct step *question, const char *line, unsigned *votes)
{
    unsigned counted['z' - 'a' + 1] = {0};
    for (const char *p = line; *p;) {
        char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
        p++;
        if (is_blank(c) || c == ',')
            continue;
        if (c < 'a' || c >= (char)('a' + (int)question->item_n))
            return false;
        char *end = (char *)p;
        unsigned long n = *p >= '0' && *p <= '9' ? strtoul(p, &end, 10) : 1;
        p = end;
        counted[c - 'a'] += (unsigned)MIN(n, 9999ul);
    }
    for (unsigned i = 0; i < question->item_n; i++)
        votes[i] += counted[i];
    return true;
}

/* Each key that is a choice's letter is one hand more, Backspace one less: this stands behind them. */
static void tell_hands(void *arg, const char *line, struct buf *to)
{
    const struct lesson_session *s = arg;
    unsigned votes['z' - 'a' + 1] = {0};
    if (!s->vote_step || !count_hands(s->vote_step, line, votes))
        return;
    for (unsigned i = 0; i < s->vote_step->item_n; i++)
        buf_addf(to, "%s%c %u", i ? "   " : "    ", s->vote_step->items[i].letter, votes[i]);
}

static bool take_votes(void *arg, const char *line)
{
    struct lesson_session *s = arg;
    if (!s->vote_step)
        return false; // another lesson was opened meanwhile
    unsigned *votes = s->votes[s->vote_round - 1];
    if (!count_hands(s->vote_step, line, votes)) {
        say_words(s, SAY_ERROR, WORD_VOTE_HOW);
        return true;
    }
    say_histogram(s);
    remember_fmt(s, "vote %s %s %u %u", s->lesson->id, s->vote_step->id, s->vote_round, total(votes));
    return false;
}

int command_vote(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    const struct step *question = player_question(s->player);
    bool anew = slice_is(slice_trim((struct slice){args, strlen(args)}), "new");
    if (!question || question->item_n == 0 || !s->host.take_lines) {
        say_words(s, SAY_ERROR, WORD_NO_VOTE);
        return -ENOENT;
    }
    if (question != s->vote_step || anew || s->vote_round == 2) {
        memset(s->votes, 0, sizeof s->votes);
        s->vote_round = 0;
        s->vote_step = question;
    }
    s->vote_round++;
    say_words(s, SAY_GREY, WORD_VOTE_HOW);
    s->host.take_lines(s->host.ctx, take_votes, tell_hands, s, _("votes> "));
    return 0;
}
