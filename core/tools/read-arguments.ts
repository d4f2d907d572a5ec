import { findExcess, losesDigits } from '../json-schema/find-excess';
import { parseLenientJson } from '../base/text/json/parse-lenient-json';

export const maxArgumentsLength = 1_000_000;
const bounds = { depth: 64, parts: 20_000, whole: true } as const;

/** Describes the limit that arguments exceed; undefined if there is none. */
export const findArgumentsExcess = (value: unknown): string | undefined => findExcess(value, bounds);

/** Why arguments cannot be read, without their text. `detail`: the limit that they exceed. */
export interface UnreadArguments {
	kind: 'too-long' | 'not-json' | 'not-object' | 'excess' | 'loses-digits';
	detail?: string;
}

/** Parses a model's arguments to an object, or says why they are not one. `null` means none. */
export function readArguments(
	text: string,
): { value: Record<string, unknown>; problem?: undefined } | { value?: undefined; problem: UnreadArguments } {
	if (text.length > maxArgumentsLength) return { problem: { kind: 'too-long', detail: String(maxArgumentsLength) } };
	const parsed = parseLenientJson(text.trim() || '{}');
	if (!parsed) return { problem: { kind: 'not-json' } };
	const value = parsed.value ?? {};
	if (typeof value !== 'object' || Array.isArray(value)) return { problem: { kind: 'not-object' } };
	const excess = findArgumentsExcess(value);
	if (excess === undefined) return { value: value as Record<string, unknown> };
	return { problem: { kind: excess.includes(losesDigits) ? 'loses-digits' : 'excess', detail: excess } };
}
