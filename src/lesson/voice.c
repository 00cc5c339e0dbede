/* voice.c: what one run says about a claim. */
#include <string.h>

#include "base/i18n.h"
#include "lesson/parts.h"

static const char *last_line(const struct lesson_run_result *res)
{
    for (size_t i = res->line_n; i-- > 0;)
        if (res->lines[i].n)
            return res->lines[i].text;
    return "";
}

/* An outcome is named by the last line printed, or by that line's last word. */
static bool outcome_is(const char *line, const char *outcome)
{
    size_t n = strlen(line), k = strlen(outcome);
    if (strcmp(line, outcome) == 0)
        return true;
    return n > k && strcmp(line + n - k, outcome) == 0 && is_blank(line[n - k - 1]);
}

static enum voice outcomes_voice(const struct claim *claim, const struct lesson_run_result *res)
{
    for (unsigned i = 0; i < claim->outcome_n; i++)
        if (res->deadlock ? strcmp(claim->outcomes[i], "deadlock") == 0
                          : outcome_is(last_line(res), claim->outcomes[i]))
            return VOICE_YES;
    return VOICE_NO;
}

static enum voice output_voice(const struct claim *claim, const struct lesson_run_result *res)
{
    struct slice pattern = {claim->expr, strlen(claim->expr)};
    for (size_t i = 0; i < res->line_n; i++)
        if (expect_match_line(pattern, res->lines[i].text, res->lines[i].n))
            return VOICE_YES;
    return VOICE_NO;
}

enum voice claim_voice(const struct claim *claim, const struct lesson_run_result *res, unsigned expr)
{
    switch (claim->kind) {
    case CLAIM_EVERY:
    case CLAIM_SOME:
        if (!res->values || !res->values[expr])
            return claim->kind == CLAIM_EVERY ? VOICE_NO : VOICE_SILENT;
        return strcmp(res->values[expr], "True") == 0 ? VOICE_YES : VOICE_NO;
    case CLAIM_DEADLOCK: return res->deadlock ? VOICE_YES : VOICE_NO;
    case CLAIM_NO_DEADLOCK: return res->deadlock ? VOICE_NO : VOICE_YES;
    case CLAIM_OUTCOMES: return outcomes_voice(claim, res);
    case CLAIM_OUTPUT:
    case CLAIM_OUTPUT_SOME: return output_voice(claim, res);
    case CLAIM_LACKS:
    case CLAIM_LACKS_SOME:
        return output_voice(claim, res) == VOICE_YES ? VOICE_NO : VOICE_YES;
    case CLAIM_STATES: return VOICE_SILENT;
    }
    return VOICE_SILENT;
}

bool claim_needs_one(enum claim_kind kind)
{
    return kind == CLAIM_SOME || kind == CLAIM_DEADLOCK || kind == CLAIM_OUTPUT_SOME ||
           kind == CLAIM_LACKS_SOME;
}

void claim_tell_against(struct buf *why, const struct claim *claim, const struct lesson_run_result *res, unsigned expr)
{
    if (res->trouble)
        buf_adds(why, res->trouble);
    else if (res->timed_out)
        buf_adds(why, _("the run did not end in time"));
    else if (res->deadlock)
        buf_adds(why, _("the run ended in a deadlock"));
    else if (claim->kind == CLAIM_EVERY)
        buf_addf(why, _("it is %s"), res->values && res->values[expr] ? res->values[expr] : _("an error"));
    else
        buf_addf(why, _("the last line was `%s`"), last_line(res));
}
