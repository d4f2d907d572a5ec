import { isFields } from '../../core/base/is-fields';
import { fitAnswer } from '../../core/llm/fit-answer';
import { tidyAnswer } from '../../core/llm/tidy-answer';
import { parseLenientJson } from '../../core/base/text/json/parse-lenient-json';
import type { JsonSchema } from '../../core/ports/models/models';

/** Loose on purpose: not every provider takes a schema that refers to itself, and the tree's own reading repairs and checks more. */
export const treeSchema: JsonSchema = {
	type: 'object',
	properties: {
		name: { type: 'string' },
		purpose: { type: 'string' },
		trigger: { type: 'object' },
		inputs: { type: 'array', items: { type: 'object' } },
		do: { type: 'array', items: { type: 'object' } },
	},
	required: ['name', 'do'],
};

const maxLength = 200_000;
const lists = ['do', 'steps', 'blocks', 'sequence', 'tasks', 'process'];

/** Finds the tree in a model's answer: among words, in fences, in another object. Closes a cut one. */
export async function readDrawing(text: string): Promise<{ drawing: Record<string, unknown>; isCut: boolean } | undefined> {
	const tidy = tidyAnswer(text.slice(0, maxLength), { mayBeJson: true });
	// Models write the list of steps alone, or the tree in a field of their own.
	const fitted = await fitAnswer(tidy, {}, (value) => (pickTree(value) === undefined ? ['do is missing: expected a list of blocks'] : []));
	if (!fitted.problems) return { drawing: pickTree(fitted.value)!, isCut: false };
	const closed = closeCut(tidy);
	const drawing = closed === undefined ? undefined : pickTree(closed);
	return drawing === undefined ? undefined : { drawing, isCut: true };
}

function pickTree(value: unknown, depth = 0): Record<string, unknown> | undefined {
	if (Array.isArray(value)) {
		if (value.length > 0 && value.every((one) => isFields(one) && ('kind' in one || 'type' in one || 'name' in one)))
			return { name: '', do: value };
		return value.length === 1 && depth < 2 ? pickTree(value[0], depth + 1) : undefined;
	}
	if (!isFields(value)) return undefined;
	const list = lists.find((name) => Array.isArray(value[name]));
	if (list !== undefined) return value;
	if (depth >= 2) return undefined;
	for (const one of Object.values(value)) {
		const inner = isFields(one) ? pickTree(one, depth + 1) : undefined;
		if (inner !== undefined) return inner;
	}
	return undefined;
}

const maxCloses = 200;

/** Closes cut JSON after its last whole value; undefined if impossible. */
function closeCut(text: string): unknown {
	const start = text.search(/\{/);
	if (start < 0) return undefined;
	const open: string[] = [];
	const places: Array<{ end: number; closing: string }> = [];
	let isQuoted = false;
	for (let at = start; at < text.length; at += 1) {
		const character = text[at]!;
		if (isQuoted) {
			if (character === '\\') at += 1;
			else if (character === '"') isQuoted = false;
			continue;
		}
		if (character === '"') isQuoted = true;
		else if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']');
		else if (character === '}' || character === ']') {
			open.pop();
			places.push({ end: at + 1, closing: [...open].reverse().join('') });
			if (open.length === 0) break;
		}
		if (open.length > 100) return undefined;
		if (places.length > maxCloses) places.shift();
	}
	for (const { end, closing } of places.reverse().slice(0, 5)) {
		const parsed = parseLenientJson(text.slice(start, end) + closing);
		if (parsed) return parsed.value;
	}
	return undefined;
}
