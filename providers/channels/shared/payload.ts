import { TroupeError } from '../../../core/base/errors';
import { isFields } from '../../../core/base/is-fields';

export { isFields };

/** An object of a payload, of which fields are read one by one: providers add fields at any time. */
export type Fields = Record<string, unknown>;

/** @throws TroupeError CHANNEL_PAYLOAD_INVALID */
export function readObject(text: string, provider: string): Fields {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw payloadInvalid(provider, 'is not JSON', cause);
	}
	if (!isFields(value)) throw payloadInvalid(provider, 'is not an object');
	return value;
}

/** Returns a text that is not empty; a number as its digits. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

/** @throws TroupeError CHANNEL_PAYLOAD_INVALID */
export function requireText(object: Fields, name: string, provider: string): string {
	const value = text(object[name]);
	if (value === undefined) throw payloadInvalid(provider, `has no "${name}"`);
	return value;
}

export const payloadInvalid = (provider: string, what: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'CHANNEL_PAYLOAD_INVALID',
		message: `A request of ${provider} ${what}.`,
		fix: `Compare the receipt (troupe channel log) with ${provider}'s documentation.`,
		...(cause !== undefined && { cause }),
	});

/** Returns milliseconds since the epoch. @param value seconds or milliseconds; what is neither counts as `otherwise` */
export function readTime(value: unknown, otherwise: number): number {
	const time = Number(value);
	if (!Number.isFinite(time) || time <= 0) return otherwise;
	// Seconds reach this number in the year 5138, milliseconds reached it in 1973.
	return Math.round(time < 100_000_000_000 ? time * 1000 : time);
}

/** An object with the field, or an empty one where there is no value. */
export function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
	return value === undefined || value === '' ? {} : ({ [name]: value } as { [key in Name]: Value });
}
