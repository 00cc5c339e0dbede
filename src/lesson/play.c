/* conch play: types the student's part by itself. What is typed comes from the player's state; when
 * it goes on is told by the run's end, never by a clock. The pauses only look like a typist. */
#include "lesson/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { KEY_NS = 60 * 1000 * 1000, LINE_NS = 700 * 1000 * 1000 };

struct play {
    struct lesson_session *session;
    struct play_host host;
    double speed;
    char line[128];       // being typed
    size_t typed;
    bool entering;        // a line is in work
    const struct step *tries;
    unsigned tried;
};

struct play *play_new(struct lesson_session *s, const struct play_host *host, double speed)
{
    struct play *p = mem_zalloc(1, sizeof *p);
    p->session = s;
    p->host = *host;
    p->speed = speed;
    return p;
}

void play_free(struct play *p)
{
    free(p);
}

static uint64_t pause_ns(const struct play *p, uint64_t ns)
{
    return p->speed > 0 ? (uint64_t)((double)ns / p->speed) : 0;
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
        p->host.type(p->host.ctx, &p->line[p->typed++], 1);
        *ret_wait_ns = pause_ns(p, KEY_NS);
        return PLAY_TYPES;
    }
    p->host.type(p->host.ctx, "\n", 1);
    p->entering = false;
    carry_out_line(p);
    *ret_wait_ns = pause_ns(p, LINE_NS);
    return PLAY_TYPES;
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
    if (player_state(player) == PLAYER_ASKS)
        type_answer(p);
    else
        type_next(p);
    p->typed = 0;
    p->entering = true;
    *ret_wait_ns = pause_ns(p, LINE_NS);
    return PLAY_TYPES;
}
