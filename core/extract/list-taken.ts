import { isFields } from '../base/is-fields';
import { joinPath } from '../flow/list-values';
import type { FilledForm } from './fill-form';

export interface TakenValues {
	/** JSON, one value a line, without values that the builder listed. */
	text: string;
	lines: string[];
}

export function listTaken({ values, excerpts }: Pick<FilledForm, 'values' | 'excerpts'>): TakenValues {
	const taken = keepTaken(values, '', excerpts);
	return { text: JSON.stringify(taken, undefined, 1), lines: [...walk(taken, '', excerpts)] };
}

function keepTaken(value: unknown, path: string, excerpts: FilledForm['excerpts']): unknown {
	if (Array.isArray(value)) return value.map((item, index) => keepTaken(item, joinPath(path, index), excerpts) ?? null);
	if (!isFields(value)) return excerpts.has(path) ? value : undefined;
	const entries = Object.entries(value).map(([name, item]) => [name, keepTaken(item, joinPath(path, name), excerpts)] as const);
	return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function* walk(value: unknown, path: string, excerpts: FilledForm['excerpts']): Generator<string> {
	const members = Array.isArray(value) ? [...value.entries()] : isFields(value) ? Object.entries(value) : [];
	yield excerpts.get(path) ?? '';
	if (members.length === 0) return;
	for (const [name, member] of members) yield* walk(member, joinPath(path, name), excerpts);
	yield '';
}
