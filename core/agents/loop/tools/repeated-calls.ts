import type { ToolCall } from '../../../ports';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { readArguments } from '../../../tools/read-arguments';
import type { Run } from '../run/run';

/** The same call is performed this many times. Then the model gets an error, and then the run is stopped. */
const made = 3;
const told = 2;

/** Counts a call. @returns whether it was requested too often to be performed again */
export function isRepeated({ repeats }: Pick<Run, 'repeats'>, { name, arguments: text }: ToolCall): boolean {
	const { value } = readArguments(text);
	const key = `${name} ${value ? canonicalJson(value) : text}`;
	const count = (repeats.get(key) ?? 0) + 1;
	repeats.set(key, count);
	return count > made;
}

/** Returns whether a model repeats the same call despite the errors. */
export function isLooping({ repeats }: Pick<Run, 'repeats'>): boolean {
	return [...repeats.values()].some((count) => count >= made + told);
}
