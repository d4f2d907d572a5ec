/**
 * Parses JSON with Camunda's keys as strings: 8.6 writes numbers beyond 2^53. Other inexact numbers keep their digits too. @returns undefined
 * where the text is not JSON
 */
export function parseKeepingKeys(text: string): unknown {
	try {
		return settle(JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown), true);
	} catch {
		return undefined;
	}
}

/** A number, with the text that it was read from. */
class Digits {
	constructor(
		readonly value: number,
		readonly source: string,
	) {}
}

function keepDigits(name: string, value: unknown, context: { source?: string }): unknown {
	if (typeof value !== 'number') return value;
	const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '');
	return isRounded || isKey(name) ? new Digits(value, context.source ?? String(value)) : value;
}

const isKey = (name: string): boolean => name === 'key' || name.endsWith('Key');

/** Camunda's own fields, which a process names as it likes inside its variables: there only what would be rounded is text. */
const ofProcess = new Set(['variables', 'customHeaders']);

function settle(value: unknown, ours: boolean): unknown {
	if (value instanceof Digits) return ours || !Number.isSafeInteger(value.value) ? value.source : value.value;
	if (Array.isArray(value)) return value.map((item) => settle(item, ours));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, settle(item, ours && !ofProcess.has(name))]));
}
