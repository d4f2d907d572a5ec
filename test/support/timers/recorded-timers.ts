import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TimerKind = 'date' | 'duration' | 'cycle';

/** Recorded outcome of a timer start event: when its first timer was made and is due (milliseconds since the epoch), if it was. */
export type TimerOutcome = { refused: true } | { at: number; due: number; repetitions: number };

export const recordedFile = join(__dirname, 'recorded.json');

/** Texts that a process designer writes into a timer, well or badly. */
export const readTexts = (): Record<TimerKind, string[]> =>
	JSON.parse(readFileSync(join(__dirname, 'texts.json'), 'utf8')) as Record<TimerKind, string[]>;

/** Reads what the real engine made of each text. Recorded by test/zeebe/conformance/timers.test.ts with TROUPE_RECORD_TIMERS=1, never written by hand. */
export const readOutcomes = (): Record<TimerKind, Record<string, TimerOutcome>> =>
	(JSON.parse(readFileSync(recordedFile, 'utf8')) as { outcomes: Record<TimerKind, Record<string, TimerOutcome>> }).outcomes;
