import type { ToolCall } from '../../../ports';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { readArguments } from '../../../tools/read-arguments';
import type { Run } from '../run/run';

/** The very same call so many times is made; then the model is told, and then the run is stopped. */
const MADE = 3;
const TOLD = 2;

/** Counts a call. @returns whether it was asked for too often to be made again */
export function isRepeated({ repeats }: Pick<Run, 'repeats'>, { name, arguments: text }: ToolCall): boolean {
	const { value } = readArguments(text);
	const key = `${name} ${value ? canonicalJson(value) : text}`;
	const count = (repeats.get(key) ?? 0) + 1;
	repeats.set(key, count);
	return count > MADE;
}

/** Whether a model goes on with the same call whatever it is told. */
export function isLooping({ repeats }: Pick<Run, 'repeats'>): boolean {
	return [...repeats.values()].some((count) => count >= MADE + TOLD);
}
