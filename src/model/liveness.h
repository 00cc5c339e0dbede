/* liveness.h: which registers of a code may still be read.
 *
 * A register that nobody reads before it is written again is no part of a state: leaving it out
 * merges states that differ in nothing (explore.md 6: 2 to 15 times fewer of them).
 * Source: backward data flow, A. Aho et al., Compilers, 2nd ed. 2006, section 9.2.5. */
#ifndef MODEL_LIVENESS_H
#define MODEL_LIVENESS_H

#include "code/code.h"

/* What an instruction writes for sure, and what it reads: rows of registers. When in doubt it
 * reads more and writes less: more states, never a wrong one. */
struct register_row { uint32_t from, n; };
struct instr_registers { struct register_row def, use[3]; };
struct instr_registers instr_registers(const struct code *code, const struct instr *in);

struct liveness;

/* The table of a code; made at the first call, kept until liveness_finish(). One thread at a time. */
const struct liveness *liveness_of(const struct code *code);
void liveness_finish(void);

enum { NO_RESULT = UINT32_MAX };
/* Whether register r may be read from instruction pc on. returning: the frame waits for a call, so what
 * an exception handler around that call reads counts, too; result: the register that the call is going to
 * write, or NO_RESULT: what is in it now, only a handler can read. */
bool liveness_live(const struct liveness *l, uint32_t pc, uint32_t r, bool returning, uint32_t result);

#endif
