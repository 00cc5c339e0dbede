/* conch play: types the student's part by itself. What is typed comes from the player's state; when
 * it goes on is told by the run's end, never by a clock. The pauses only look like a typist, and leave time
 * to read. */
#include "lesson/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    KEY_MS = 60,      // of a quick typist; between 40 and 130 by what is typed
    LINE_MS = 700,    // before a line is begun
    LETTER_MS = 15,   // to read a letter that has been said, …
    READ_MS = 8000,   // … at most so long in all
};
static const uint64_t MS = 1000000;

struct play {
    struct lesson_session *session;
    struct play_host host;
    double speed;
    char line[128];       // being typed
    size_t typed;
    bool entering;        // a line is in work
    uint32_t until;       // step that is not played any more, or NO_STEP
    uint32_t paused_at;   // the pause that has been told
    size_t said;          // letters that had been said when the last line was typed
    const struct step *tries;
    unsigned tried;
};

struct play *play_new(struct lesson_session *s, const struct play_host *host, double speed)
{
    struct play *p = mem_zalloc(1, sizeof *p);
    p->session = s;
    p->host = *host;
    p->speed = speed;
    p->until = p->paused_at = NO_STEP;
    return p;
}

void play_free(struct play *p)
{
    free(p);
}

void play_set_speed(struct play *p, double speed)
{
    p->speed = speed;
}

bool play_until(struct play *p, const char *place)
{
    return lesson_place(p->session->lesson, place, &p->until);
}

static uint64_t pause_ns(const struct play *p, uint64_t ms)
{
    return p->speed > 0 ? (uint64_t)((double)(ms * MS) / p->speed) : 0;
}

/* Fingers are slower at signs, quicker within a word, never even; the same line is always typed alike. */
static uint64_t key_ms(const struct play *p)
{
    unsigned char c = (unsigned char)p->line[p->typed];
    uint32_t hash = (uint32_t)(p->typed * 2654435761u + c * 40503u);
    bool letter = (c >= 'a' && c <= 'z') || c == ' ';
    return KEY_MS * 2 / 3 + hash % KEY_MS + (letter ? 0 : KEY_MS / 2);
}

/* Time to read what has been said since the last line. */
static uint64_t reading_ms(struct play *p)
{
    size_t letters = p->session->said - p->said;
    p->said = p->session->said;
    return LINE_MS + MIN(letters * LETTER_MS, (size_t)READ_MS);
}

/* The right letter or value, as a student would type it. */
static void type_answer(struct play *p)
{
    const struct step *question = player_question(session_player(p->session));
    snprintf(p->line, sizeof p->line, "predict %s", question->answer);
}

/* Each item of a try list once, then on. */
static void type_next(struct play *p)
{
    const struct step *tries = player_tries(session_player(p->session));
    if (tries != p->tries) {
        p->tries = tries;
        p->tried = 0;
    }
    if (tries && p->tried < tries->item_n)
        snprintf(p->line, sizeof p->line, "try %u", ++p->tried);
    else
        snprintf(p->line, sizeof p->line, "next");
}

static void carry_out_line(struct play *p)
{
    size_t n = strcspn(p->line, " ");
    for (size_t i = 0; i < lesson_command_count; i++)
        if (strlen(lesson_commands[i].name) == n && memcmp(lesson_commands[i].name, p->line, n) == 0)
            lesson_commands[i].run(p->session, p->line[n] ? p->line + n + 1 : "");
}

/* One more key of the line; after the last, the line is carried out. */
static enum play_state type_key(struct play *p, uint64_t *ret_wait_ns)
{
    if (p->line[p->typed]) {
        *ret_wait_ns = pause_ns(p, key_ms(p));
        p->host.type(p->host.ctx, &p->line[p->typed++], 1);
        return PLAY_TYPES;
    }
    p->host.type(p->host.ctx, "\n", 1);
    p->entering = false;
    carry_out_line(p);
    *ret_wait_ns = pause_ns(p, reading_ms(p));
    return PLAY_TYPES;
}

/* The step that was played last is a pause, and it has not been told yet. */
static bool at_pause(struct play *p)
{
    uint32_t at = player_position(p->session->player);
    const struct step *last = player_last(p->session->player);
    if (!last || last->kind != STEP_PAUSE || p->paused_at == at)
        return false;
    p->paused_at = at;
    return true;
}

void play_drop(struct play *p)
{
    if (p->entering && strncmp(p->line, "try ", 4) == 0)
        p->tried--; // it comes again
    p->entering = false;
    p->typed = 0;
}

void play_back(struct play *p)
{
    play_drop(p);
    p->paused_at = NO_STEP;
    p->tried = 0;
    session_back(p->session, 1);
}

enum play_state play_step(struct play *p, uint64_t *ret_wait_ns)
{
    const struct player *player = session_player(p->session);
    *ret_wait_ns = 0;
    if (p->entering)
        return type_key(p, ret_wait_ns);
    if (!player || player_state(player) == PLAYER_DONE)
        return PLAY_DONE;
    if (player_state(player) == PLAYER_RUNS || !p->host.run_over(p->host.ctx))
        return PLAY_WAITS;
    if (player_position(player) >= p->until)
        return PLAY_DONE;
    if (at_pause(p))
        return PLAY_PAUSES;
    if (player_state(player) == PLAYER_ASKS)
        type_answer(p);
    else
        type_next(p);
    p->typed = 0;
    p->entering = true;
    p->host.type(p->host.ctx, NULL, 0);
    *ret_wait_ns = pause_ns(p, LINE_MS);
    return PLAY_TYPES;
}
