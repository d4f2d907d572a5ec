import type { CallExpression, Expression, MemberExpression, Node, Super } from 'acorn';
import { type Root, writeText } from './written';

/** The name, or the place in a list, that a member has. Undefined where it is computed. */
export function nameOf({ property, computed }: MemberExpression): string | number | undefined {
	if (!computed) return property.type === 'Identifier' ? property.name : undefined;
	if (property.type !== 'Literal') return undefined;
	return typeof property.value === 'string' ||
		(typeof property.value === 'number' && Number.isInteger(property.value) && property.value >= 0)
		? property.value
		: undefined;
}

/** A list of FEEL begins at 1. */
export function step(base: string, name: string | number): string {
	if (typeof name === 'number') return `${base}[${name + 1}]`;
	return /^[A-Za-z_]\w*$/.test(name) ? `${base}.${name}` : `get value(${base}, ${writeText(name)})`;
}

/** Reads `$json`, `$('Node').item.json`, `$node["Node"].json`, `$input.first().json` and their like. */
export function readRoot(node: Expression | Super): Root | undefined {
	if (node.type === 'Identifier') return node.name === '$json' ? { of: 'input' } : undefined;
	if (node.type !== 'MemberExpression' || nameOf(node) !== 'json') return undefined;
	return readItem(node.object);
}

function readItem(node: Expression | Super): Root | undefined {
	if (node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression') return readItem(node.expression);
	if (node.type === 'MemberExpression') {
		const name = nameOf(node);
		const { object } = node;
		if (name === 'item') return readNode(object);
		if (typeof name === 'string' && object.type === 'Identifier' && object.name === '$node') return { of: 'node', name };
		if (name === 0 && object.type === 'CallExpression') return readList(object);
		return undefined;
	}
	if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
	return ['first', 'last', 'itemMatching'].includes(String(nameOf(node.callee))) ? readNode(node.callee.object) : undefined;
}

/** `$items("Node")[0]` and `$('Node').all()[0]`. */
function readList({ callee, arguments: given }: CallExpression): Root | undefined {
	if (callee.type === 'MemberExpression') return nameOf(callee) === 'all' ? readNode(callee.object) : undefined;
	return callee.type === 'Identifier' && callee.name === '$items' ? named(given[0]) : undefined;
}

function readNode(node: Expression | Super): Root | undefined {
	if (node.type === 'Identifier') return node.name === '$input' ? { of: 'input' } : undefined;
	return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === '$'
		? named(node.arguments[0])
		: undefined;
}

const named = (node: Node | undefined): Root | undefined => {
	const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
	return type === 'Literal' && typeof value === 'string' ? { of: 'node', name: value } : undefined;
};
