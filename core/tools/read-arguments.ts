import { findExcess, losesDigits } from '../json-schema/find-excess';
import { parseLenientJson } from '../base/text/json/parse-lenient-json';

export const maxArgumentsLength = 1_000_000;
const bounds = { depth: 64, parts: 20_000, whole: true } as const;

/** Undefined within the limits. */
export const findArgumentsExcess = (value: unknown): string | undefined => findExcess(value, bounds);

/** Without the text of the arguments. `detail`: the exceeded limit. */
export interface UnreadArguments {
	kind: 'too-long' | 'not-json' | 'not-object' | 'excess' | 'loses-digits';
	detail?: string;
}

/** `null` means no arguments. */
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
