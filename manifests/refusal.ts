import { TroupeError, type TroupeErrorOptions } from '../core/base/errors';

/** Never contains a whole token or a secret. */
export interface Compared {
	expected: unknown;
	actual: unknown;
	[more: string]: unknown;
}

export interface RefusalOptions extends TroupeErrorOptions {
	fix: string;
	details: Compared & { document: string; reason: string };
}

/** Creates every refusal of signed content, so that each names document, reason, expected and actual value, and fix. */
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
