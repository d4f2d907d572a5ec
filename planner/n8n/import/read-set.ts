import type { Expression } from 'acorn';
import type { Expressions } from './expressions';
import type { ImportedNode } from './imported-workflow';
import { javascriptToFeel } from './javascript-to-feel';
import { listAt, textAt, valueAt } from './node-types';
import { type Data, NoFeel, type Root, type Written } from './written';

/** The output of a node that sets fields. */
export interface SetFields {
	/** By the path of the field. */
	fields: Map<string, (data: Data) => Written>;
	/** The item whose other fields it hands on. */
	base?: Root & { path?: string[] };
	/** It keeps the variables of a plan, as a plan that was made a workflow does: its fields are those that a step wrote. */
	keeps?: true;
}

/** Reads what a Set node sets, of any version. @throws NoFeel */
export function readSet({ parameters, version }: ImportedNode, expressions: Expressions): SetFields {
	if (parameters.mode === 'raw' || (version >= 3 && parameters.jsonOutput !== undefined))
		return readRaw(parameters.jsonOutput, expressions);
	const listed = [
		...listAt(parameters, 'assignments', 'assignments'),
		...listAt(parameters, 'fields', 'values'),
		...['string', 'number', 'boolean'].flatMap((type) => listAt(parameters, 'values', type)),
	];
	const fields = new Map(
		listed.flatMap((one): Array<[string, (data: Data) => Written]> => {
			const { name } = one;
			const value = one.value ?? one.stringValue ?? one.numberValue ?? one.booleanValue ?? one.arrayValue ?? one.objectValue;
			if (typeof name !== 'string' || name === '') return [];
			// A secret was taken out of it.
			if (value === undefined) return [[name, () => refuse('secret')]];
			return [[name, (data) => typed(one.type, value, expressions.read(value, data))]];
		}),
	);
	return { fields, ...(keepsOthers(parameters, version) && { base: { of: 'input' as const } }) };
}

/** A number that was written as a text is one. */
function typed(type: unknown, value: unknown, written: Written): Written {
	const isNumber = ['number', 'numberValue'].includes(String(type));
	if (isNumber && typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,12})?$/.test(value)) return { feel: value, type: 'number' };
	if (['boolean', 'booleanValue'].includes(String(type)) && (value === 'true' || value === 'false'))
		return { feel: value, type: 'boolean' };
	return written;
}

function keepsOthers(parameters: Record<string, unknown>, version: number): boolean {
	if (version < 3) return parameters.keepOnlySet !== true;
	if (version < 3.3) return parameters.include === undefined || parameters.include === 'all';
	return parameters.includeOtherFields === true || valueAt(parameters, 'options', 'include') === 'all';
}

function readRaw(json: unknown, expressions: Expressions): SetFields {
	const single = expressions.single(json);
	if (single) return readSingle(single);
	const entries = typeof json === 'string' ? expressions.entries(json, none) : undefined;
	if (!entries) throw new NoFeel('syntax');
	const names = [...entries.keys()];
	return { fields: new Map(names.map((name) => [name, (data) => expressions.entries(json as string, data)!.get(name)!()])) };
}

const refuse = (rule: string): never => {
	throw new NoFeel(rule);
};
const none: Data = { read: () => refuse('unclear'), note: () => undefined };

/** `{…}`, `Object.assign({}, item, {…})`, or an item alone. */
function readSingle(node: Expression): SetFields {
	if (node.type === 'ObjectExpression') return { fields: readObject(node) };
	if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && isNamed(node.callee.object, 'Object')) {
		const [empty, base, more, ...rest] = node.arguments as Expression[];
		if (empty?.type !== 'ObjectExpression' || empty.properties.length > 0 || !base || more?.type !== 'ObjectExpression' || rest.length > 0)
			throw new NoFeel('javascript', 'Object.assign');
		return { fields: readObject(more), base: readBase(base), keeps: true };
	}
	return { fields: new Map(), base: readBase(node) };
}

const isNamed = (node: { type: string; name?: string }, name: string): boolean => node.type === 'Identifier' && node.name === name;

/** Finds the item that is meant, by reading it. */
function readBase(node: Expression): NonNullable<SetFields['base']> {
	let base: SetFields['base'];
	javascriptToFeel(node, {
		read(root, path) {
			base = { ...root, path: path.map(String) };
			return { feel: 'null' };
		},
		note: () => undefined,
	});
	return base ?? refuse('whole');
}

function readObject({ properties }: Expression & { type: 'ObjectExpression' }): SetFields['fields'] {
	return new Map(
		properties.map((property) => {
			if (property.type !== 'Property' || property.computed) throw new NoFeel('javascript', property.type);
			const { key, value } = property;
			const name = key.type === 'Identifier' ? key.name : String((key as { value?: unknown }).value);
			return [name, (data: Data) => javascriptToFeel(value, data)];
		}),
	);
}

export const isCarrier = (node: ImportedNode): boolean => /^=\{\{ Object\.assign\(\{\}, /.test(textAt(node.parameters, 'jsonOutput'));
