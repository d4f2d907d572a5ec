import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';

/** Recorded outcome of an expression: the variable's JSON text, the incident's message, or a refused deployment. */
export type Outcome = { json: string } | { incident: string } | { refused: true };

const locateFile = (version: ZeebeVersion): string => join(__dirname, version === '8.6' ? 'recorded.json' : 'recorded.8.8.json');

/**
 * Reads what the real engine made of each expression: of 8.8 only what differs from 8.6. Recorded by test/zeebe/conformance/feel-conformance.test.ts
 * with TROUPE_RECORD_FEEL=1, never written by hand.
 */
export const readOutcomes = (version: ZeebeVersion = '8.6'): Record<string, Outcome> =>
	version === '8.6' ? readFrom('8.6') : { ...readFrom('8.6'), ...readFrom(version) };

const readFrom = (version: ZeebeVersion): Record<string, Outcome> =>
	(JSON.parse(readFileSync(locateFile(version), 'utf8')) as { outcomes: Record<string, Outcome> }).outcomes;

/** Writes what a version of Zeebe answered, for the recording only. */
export function writeOutcomes(version: ZeebeVersion, all: Record<string, Outcome>): void {
	const known = version === '8.6' ? {} : readFrom('8.6');
	const outcomes = Object.fromEntries(Object.entries(all).filter(([name, outcome]) => !isDeepStrictEqual(outcome, known[name])));
	const recordedFrom = version === '8.6' ? 'Zeebe 8.6.0' : 'Zeebe 8.8.21';
	writeFileSync(locateFile(version), `${JSON.stringify({ recordedFrom, outcomes }, null, '\t')}\n`);
}

/**
 * Expressions that a process designer writes, well or badly, by topic. What Zeebe makes of each is recorded; nothing here says what is
 * expected.
 */
export const readExpressions = (): Record<string, string[]> =>
	JSON.parse(readFileSync(join(__dirname, 'expressions.json'), 'utf8')) as Record<string, string[]>;
