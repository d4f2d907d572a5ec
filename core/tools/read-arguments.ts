import { findExcess, losesDigits } from '../json-schema/find-excess';
import { parseLenientJson } from '../base/text/parse-lenient-json';

export const maxArgumentsLength = 1_000_000;
const bounds = { depth: 64, parts: 20_000, whole: true } as const;

/** Describes the limit that arguments exceed; undefined if there is none. */
export const findArgumentsExcess = (value: unknown): string | undefined => findExcess(value, bounds);

/** Parses a model's arguments to an object, or returns the problem for the model, without quoting the text. `null` means none. */
export function readArguments(
	text: string,
): { value: Record<string, unknown>; problem?: undefined } | { value?: undefined; problem: string } {
	if (text.length > maxArgumentsLength) return { problem: `they are longer than ${maxArgumentsLength} characters` };
	const parsed = parseLenientJson(text.trim() || '{}');
	if (!parsed) return { problem: 'they are not JSON: give one JSON object and nothing around it' };
	const value = parsed.value ?? {};
	if (typeof value !== 'object' || Array.isArray(value)) return { problem: 'they are JSON, but not an object' };
	const excess = findArgumentsExcess(value);
	if (excess === undefined) return { value: value as Record<string, unknown> };
	return { problem: `they have ${excess}${excess.includes(losesDigits) ? ', else go on without it' : ''}` };
}
