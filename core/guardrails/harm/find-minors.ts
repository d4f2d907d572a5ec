import type { Token } from '../injection/tokens';
import { harmWords, type HarmPattern } from './patterns';

/** Max words between minor and sexual content: about two sentences. */
const reach = 14;
/** The first blocks; the second needs a judge. */
const weights = { sure: 0.9, doubt: 0.45 };
const agedWord = /^(\d{1,2})(?:yo|yrs?|anos|years?|f|m)$/;

const idOf = (name: string): number => harmWords.parse(0, name).steps[0]!.ids[0]!;
const ids = {
	child: idOf('CHILD'),
	teenager: idOf('TEENAGER'),
	youngster: idOf('YOUNGSTER'),
	years: idOf('YEARS'),
	school: idOf('SCHOOL'),
	underage: idOf('UNDERAGE'),
	curse: idOf('CURSEDMOTHER'),
	lewd: idOf('LEWDNESS'),
	intimate: idOf('INTIMACY'),
	safeguard: idOf('SAFEGUARD'),
};

const patternOf = (weight: number): HarmPattern => ({ kind: 'sexual-minors', phrase: { weight, steps: [] } });
const sure = patternOf(weights.sure);
const doubt = patternOf(weights.doubt);

interface FoundMinor {
	pattern: HarmPattern;
	first: number;
	last: number;
}

/**
 * Finds a minor beside sexual content, in any order: story, role or picture excuse nothing. Protecting, treating, teaching or reporting, or a single
 * clear part, gives a doubt. Linear time.
 */
export function findMinors(tokens: readonly Token[]): FoundMinor[] {
	const found: FoundMinor[] = [];
	let lastMinor: { at: number; isSure: boolean } | undefined;
	let lastSexual: { at: number; isSure: boolean } | undefined;
	for (const at of tokens.keys()) {
		const minor = readMinor(tokens, at);
		const sexual = readSexual(tokens[at]!);
		if (minor) lastMinor = { at, isSure: minor === 'sure' || (lastMinor?.isSure === true && at - lastMinor.at <= 2) };
		if (sexual) lastSexual = { at, isSure: sexual === 'sure' };
		if (!(minor || sexual) || !lastMinor || !lastSexual || Math.abs(lastMinor.at - lastSexual.at) > reach) continue;
		const first = Math.min(lastMinor.at, lastSexual.at);
		const last = Math.max(lastMinor.at, lastSexual.at);
		if (!lastMinor.isSure && !lastSexual.isSure) continue;
		const isSure = lastMinor.isSure && lastSexual.isSure && !isGuarded(tokens, first, last);
		found.push({ pattern: isSure ? sure : doubt, first, last });
	}
	return found;
}

const has = (token: Token | undefined, id: number): boolean => token?.classes.includes(id) === true;

function readMinor(tokens: readonly Token[], at: number): 'sure' | 'doubt' | undefined {
	const token = tokens[at]!;
	if ((has(token, ids.child) && !isCurse(tokens, at)) || isAge(tokens, at)) return 'sure';
	return has(token, ids.teenager) || has(token, ids.youngster) ? 'doubt' : undefined;
}

/** Matches "filho da …", "son of a …", whose target can be of any age. */
function isCurse(tokens: readonly Token[], at: number): boolean {
	return (
		/^(?:d|da|das|de|del|dos|duma|of)$/.test(tokens[at + 1]?.word ?? '') &&
		tokens.slice(at + 2, at + 4).some((token) => has(token, ids.curse))
	);
}

/** Matches `13yo`, `13-year-old`, `de treze anos`, `a girl, 13`, `aged 13`, `6th grade`. */
function isAge(tokens: readonly Token[], at: number): boolean {
	const before = tokens[at - 1];
	const token = tokens[at]!;
	const next = tokens[at + 1];
	const afterNext = tokens[at + 2];
	const aged = agedWord.exec(token.word);
	if (aged) return isUnderage(Number(aged[1]));
	if (/^\d{1,2}(?:st|nd|rd|th)$/.test(token.word)) return has(next, ids.school);
	const isNumber = has(token, ids.underage) || (/^\d{1,2}$/.test(token.word) && isUnderage(Number(token.word)));
	if (!isNumber) return false;
	if (has(next, ids.years) && !isDuration(afterNext)) return true;
	return before?.word === 'aged' || has(before, ids.youngster) || has(tokens[at - 2], ids.youngster);
}

const isUnderage = (age: number): boolean => age >= 3 && age <= 17;

/** Durations, not ages: "Ten years of marriage", "há dez anos que". */
const isDuration = (token: Token | undefined): boolean =>
	token !== undefined && /^(?:of|later|ago|atras|depois|que|com|together|juntos|after|in)$/.test(token.word);

function readSexual(token: Token): 'sure' | 'doubt' | undefined {
	if (has(token, ids.lewd)) return 'sure';
	return has(token, ids.intimate) ? 'doubt' : undefined;
}

function isGuarded(tokens: readonly Token[], first: number, last: number): boolean {
	const from = Math.max(0, first - reach);
	return tokens.slice(from, last + reach + 1).some((token) => has(token, ids.safeguard));
}
