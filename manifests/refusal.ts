import { TroupeError, type TroupeErrorOptions } from '../core/base/errors';

/** The two sides that a refusal compares, for the person who has to fix it. Never a whole token, never a secret. */
export interface Compared {
	expected: unknown;
	actual: unknown;
	[more: string]: unknown;
}

export interface RefusalOptions extends TroupeErrorOptions {
	fix: string;
	/** The reason is one word, the same for all refusals of its kind. */
	details: Compared & { document: string; reason: string };
}

/**
 * Creates the error for a signed document, or for content that a signed document vouches for, that must not be used. Every refusal is created here,
 * so each one names its document, the reason, what was expected, the actual value and what to do.
 */
export function refusal(options: RefusalOptions): TroupeError {
	const { expected, actual } = options.details;
	return new TroupeError({ ...options, details: { ...options.details, expected: shorten(expected), actual: shorten(actual) } });
}

const maxTextLength = 300;
const maxListLength = 20;

/** An attacker chooses the actual value, so it is shortened. */
function shorten(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, maxListLength).map(shorten);
	return typeof value === 'string' && value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value;
}
