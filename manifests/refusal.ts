import { TroupeError, type TroupeErrorOptions } from '../core/base/errors';

/** What a refusal holds against each other, for whoever has to put it right: never a whole token, never a secret. */
export interface Compared {
	expected: unknown;
	actual: unknown;
	[more: string]: unknown;
}

export interface RefusalOptions extends TroupeErrorOptions {
	fix: string;
	/** The reason is one word, the same for all of its kind. */
	details: Compared & { document: string; reason: string };
}

/**
 * The error for something signed, or vouched for by something signed, that may not be used. Every refusal is made here,
 * so that none can leave out what it is about, why, what was expected, what was found and what to do.
 */
export function refusal(options: RefusalOptions): TroupeError {
	const { expected, actual } = options.details;
	return new TroupeError({ ...options, details: { ...options.details, expected: bounded(expected), actual: bounded(actual) } });
}

const longestText = 300;
const longestList = 20;

/** An attacker chooses what is found. */
function bounded(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, longestList).map(bounded);
	return typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
}
