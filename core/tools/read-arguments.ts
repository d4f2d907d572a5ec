import { parseJson } from '../base/text/lossless-json';
import { findExcess } from '../json-schema/find-excess';

const maxLength = 1_000_000;
const bounds = { depth: 64, parts: 20_000, whole: true } as const;

/** Parses a model's arguments to an object, or returns the problem for the model, without quoting the text. `null` means none. */
export function readArguments(
	text: string,
): { value: Record<string, unknown>; problem?: undefined } | { value?: undefined; problem: string } {
	if (text.length > maxLength) return { problem: `they are longer than ${maxLength} characters` };
	const parsed = parse(text);
	if (!parsed)
		return { problem: `they are not JSON: give one JSON object and nothing around it${/^\s*```/.test(text) ? ', no code fence' : ''}` };
	if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
		return { problem: 'they are JSON, but not an object' };
	const excess = findExcess(parsed.value, bounds);
	return excess === undefined ? { value: parsed.value as Record<string, unknown> } : { problem: `they have ${excess}` };
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: text.trim() === '' ? {} : (parseJson(text) ?? {}) };
	} catch {
		return undefined; // its message quotes the text
	}
}
