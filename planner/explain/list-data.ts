import type { Field, PlanTree, Task } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';

const maxNames = 100;
const maxText = 10_000;

export function listFields(tree: Pick<PlanTree, 'inputs' | 'do'>): Map<string, Field> {
	const fields = new Map<string, Field>();
	const add = (list: readonly Field[] = []) => {
		for (const field of list) fields.set(field.name, fields.get(field.name)?.personal === true ? fields.get(field.name)! : field);
	};
	add(tree.inputs);
	for (const { block } of walkBlocks(tree.do, '/do')) {
		if ('writes' in block) add(block.writes);
		if (block.kind === 'event') for (const { on } of block.waits) add(on.kind === 'message' ? on.writes : []);
		// An entry of a list of persons is one.
		if (block.kind === 'loop' && block.as !== undefined) add([{ ...fields.get(block.each ?? ''), name: block.as, type: 'object' }]);
	}
	return fields;
}

export function listReads(task: Task, fields: ReadonlyMap<string, Field>): string[] {
	const named = 'reads' in task ? (task.reads ?? []) : 'shows' in task ? (task.shows ?? []) : [];
	const used = listExpressions(task).flatMap((text) => listNames(text).filter((name) => fields.has(name)));
	return [...new Set([...named, ...used])].slice(0, maxNames);
}

export const listWrites = (task: Task): string[] => (task.writes ?? []).map(({ name }) => name).slice(0, maxNames);

function listExpressions(task: Task): string[] {
	switch (task.kind) {
		case 'agent':
			return task.message === undefined ? [] : [task.message];
		case 'node':
			return Object.values(task.parameters ?? {})
				.slice(0, maxNames)
				.flatMap(ofFeel);
		case 'http':
			return [...ofFeel(task.url), ...(task.body === undefined ? [] : [task.body])];
		case 'call':
			return Object.values(task.inputs ?? {}).slice(0, maxNames);
		default:
			return [];
	}
}

const ofFeel = (value: unknown): string[] => (typeof value === 'string' && value.startsWith('=') ? [value.slice(1)] : []);

/** Names in an expression, outside of its texts. */
export const listNames = (expression: string): string[] =>
	expression
		.slice(0, maxText)
		.replaceAll(/"(?:[^"\\]|\\.)*"/g, ' ')
		.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
