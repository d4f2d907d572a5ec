import { TroupeError } from '../../base/errors';
import type { Metadata } from './filter/filter';

/**
 * Names of the caller, as the host knows them: `person:ana@x`, `group:hr`, `claim:dept=sales`. Unknown: an empty list. `operator`: the operator's own
 * command line, which reads everything.
 */
export type Asker = readonly string[] | 'operator';

export const readerBounds = { names: 500, characters: 300 } as const;

const readerPattern = /^(?:(?:person|group):[^\p{Cc}\p{Cs}]+|claim:[^\p{Cc}\p{Cs}=]+=[^\p{Cc}\p{Cs}]+)$/u;

export const isReaderName = (name: unknown): name is string =>
	typeof name === 'string' && name.length <= readerBounds.characters && name.trim() === name && readerPattern.test(name);

export interface Access {
	/** Absent: everybody. Empty: only the operator. */
	readers?: string[];
	/** Milliseconds since the epoch; then no search finds it. */
	validUntil?: number;
}

/** From metadata `readers` and `validUntil`. @returns the problem as a text if they are invalid */
export function readAccess({ readers, validUntil }: Metadata): Access | string {
	const names = readers === undefined ? undefined : [readers].flat();
	const problem = names && describeWrongNames(names);
	if (problem !== undefined) return `The metadata "readers" has ${problem}.`;
	const until = validUntil === undefined ? undefined : readTime(validUntil);
	if (Number.isNaN(until))
		return `The metadata "validUntil" is ${JSON.stringify(validUntil).slice(0, 80)}; expected a date such as "2026-12-31" or "2026-12-31T18:00:00Z".`;
	return { ...(names && { readers: names as string[] }), ...(until !== undefined && { validUntil: until }) };
}

/** A date alone ends with its day, in UTC; a time without a zone is UTC. */
function readTime(value: Metadata[string]): number {
	if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value : NaN;
	if (typeof value !== 'string') return NaN;
	if (/^\d{4}-\d\d-\d\d$/.test(value)) return Date.parse(value) + 24 * 3_600_000;
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/.test(value)) return NaN;
	return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
}

export function mayRead(readers: readonly string[] | undefined, asker: Asker): boolean {
	return readers === undefined || asker === 'operator' || readers.some((name) => asker.includes(name));
}

/** Unreadable metadata hides a document from everybody. */
export function mayFind(metadata: Metadata, asker: Asker, now: number): boolean {
	const access = readAccess(metadata);
	if (typeof access === 'string') return false;
	return mayRead(access.readers, asker) && (access.validUntil === undefined || access.validUntil > now);
}

export function nameAsker({ person, groups = [] }: { person?: string; groups?: readonly string[] }): string[] {
	const names = [...(person === undefined ? [] : [`person:${person}`]), ...groups.map((group) => `group:${group}`)];
	return [...new Set(names.filter(isReaderName))].slice(0, readerBounds.names);
}

/** The common rights: a continued run never gets more. */
export function intersectAskers(recorded: Asker, given: Asker | undefined): Asker {
	if (given === undefined || given === 'operator') return recorded;
	return recorded === 'operator' ? given : recorded.filter((name) => given.includes(name));
}

/** @param where the field or option, for the error @throws TroupeError INPUT_INVALID */
export function checkAsker(names: readonly unknown[], where: string): string[] {
	const problem = describeWrongNames(names);
	if (problem === undefined) return names as string[];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} has ${problem}.`,
		fix: 'Write each name as its kind (person, group or claim), a colon and the value.',
		details: { where },
	});
}

/** Problem and expectation; undefined if the names are valid. */
function describeWrongNames(names: readonly unknown[]): string | undefined {
	if (names.length > readerBounds.names) return `${names.length} names; expected at most ${readerBounds.names}`;
	const wrong = names.find((name) => !isReaderName(name));
	if (wrong === undefined) return undefined;
	return `${JSON.stringify(wrong).slice(0, 80)}; expected names such as "person:ana@example.com", "group:hr" or "claim:dept=sales"`;
}
