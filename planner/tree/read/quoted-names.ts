import type { Field, PlanTree } from '../plan-tree';
import { listFields, walkBlocks } from '../walk';
import type { Reader } from './reader';

type Types = ReadonlyMap<string, Field['type']>;

/**
 * Takes the name of a variable in quotes for the variable, where a value is sent to others: `{"order": "order"}` would send the word. A yes or no counts
 * only under its own name, since `{"status": "approved"}` is a word.
 */
export function unquoteNames(tree: PlanTree, reader: Reader): void {
	const types: Types = new Map(listFields(tree).map(({ name, type }) => [name, type]));
	const change = (holder: Record<string, string>, key: string, path: string, own?: string): void => {
		const text = unquote(holder[key]!, types, own);
		if (text === holder[key]) return;
		holder[key] = text;
		reader.repair(path, `the name of a variable in quotes is the variable now: ${text}`);
	};
	for (const { block, path } of walkBlocks(tree.do, '/do')) {
		if (block.kind === 'http' && block.body !== undefined) change(block as { body: string }, 'body', `${path}/body`);
		if (block.kind === 'call' && block.inputs)
			for (const name of Object.keys(block.inputs)) change(block.inputs, name, `${path}/inputs/${name}`, name);
	}
}

/** Checks whether a text under a key is meant as the variable of its name. */
export const isVariableName = (text: string, key: string | undefined, types: Types): boolean =>
	types.has(text) && (types.get(text) !== 'boolean' || key === text);

function unquote(feel: string, types: Types, own: string | undefined): string {
	const whole = /^\s*"([^"\\]*)"\s*$/.exec(feel)?.[1];
	if (whole !== undefined) return isVariableName(whole, own, types) ? whole : feel;
	if (!/^\s*[{[]/.test(feel)) return feel;
	return feel.replace(/("?([\p{L}_][\p{L}\p{N}_]*)"?\s*:\s*)"([^"\\]*)"(?=\s*[,}])/gu, (all, before: string, key: string, name: string) =>
		isVariableName(name, key, types) ? `${before}${name}` : all,
	);
}
