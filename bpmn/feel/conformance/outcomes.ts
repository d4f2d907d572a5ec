import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What became of an expression: the variable's JSON text, the incident's message, or a deployment that was refused. */
export type Outcome = { json: string } | { incident: string } | { refused: true };

export const recordedFile = join(__dirname, 'recorded.json');

/** What the real engine made of each expression. Made by test/zeebe/feel.test.ts with TROUPE_RECORD_FEEL=1, never written by hand. */
export const readOutcomes = (): Record<string, Outcome> =>
	(JSON.parse(readFileSync(recordedFile, 'utf8')) as { outcomes: Record<string, Outcome> }).outcomes;

/**
 * Expressions that a process designer writes, well or badly, by topic. What Zeebe makes of each is recorded; nothing here says what is
 * expected.
 */
export const readExpressions = (): Record<string, string[]> =>
	JSON.parse(readFileSync(join(__dirname, 'expressions.json'), 'utf8')) as Record<string, string[]>;
