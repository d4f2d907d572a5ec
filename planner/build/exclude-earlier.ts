import { parseExpression } from '../../bpmn/feel/parser';
import type { Comparator, Node } from '../../bpmn/feel/syntax';

/**
 * Returns conditions of which one at most holds, that of the first branch whose own condition does. Engines try flows in an order of their own: Zeebe
 * 8.6 and 8.8 begin with the last one of the file (recorded).
 * @param written as the branches say them, in order
 * @param conditions true or false, never null
 */
export function excludeEarlier(written: readonly string[], conditions: readonly string[]): string[] {
	const facts = written.map((one) => listFacts(parseExpression(one.trim())));
	return conditions.map((condition, at) => {
		const earlier = conditions.slice(0, at).filter((_, before) => !isEither(facts[before]!, facts[at]!));
		if (earlier.length === 0) return condition;
		const any = earlier.length === 1 ? earlier[0]! : earlier.map((one) => `(${one})`).join(' or ');
		return `(${condition}) and not(${any})`;
	});
}

const listFacts = (node: Node): Node[] => (node.kind === 'and' ? node.operands.flatMap(listFacts) : [node]);

const isEither = (one: readonly Node[], other: readonly Node[]): boolean => one.some((a) => other.some((b) => contradicts(a, b)));

function contradicts(one: Node, other: Node): boolean {
	const denied = readDenied(one);
const otherDenied = readDenied(other);
	if ((denied && isSame(denied, other)) || (otherDenied && isSame(otherDenied, one))) return true;
	const a = readBound(one);
const b = readBound(other);
	if (!a || !b || a.name !== b.name || typeof a.value !== typeof b.value) return false;
	if (a.operator === '=' && b.operator === '=') return a.value !== b.value;
	if (typeof a.value !== 'number' || typeof b.value !== 'number') return false;
	const above = Math.max(lowest(a), lowest(b));
const below = Math.min(highest(a), highest(b));
	return above > below || (above === below && [a, b].some(({ operator, value }) => value === above && isOpen[operator]));
}

/** Reads the condition that `not(x)` denies. */
function readDenied(node: Node): Node | undefined {
	if (node.kind === 'not') return node.operand;
	const isNot = node.kind === 'call' && node.name === 'not' && 'positional' in node.parameters;
	return isNot ? (node.parameters as { positional: Node[] }).positional[0] : undefined;
}

interface Bound {
	name: string;
	operator: Comparator;
	value: unknown;
}

const isOpen: Record<Comparator, boolean> = { '=': false, '<': true, '<=': false, '>': true, '>=': false };
const lowest = ({ operator, value }: Bound): number => (operator.startsWith('<') ? -Infinity : Number(value));
const highest = ({ operator, value }: Bound): number => (operator.startsWith('>') ? Infinity : Number(value));

/** Reads `amount > 100`: a variable on the left, a constant on the right. */
function readBound(node: Node): Bound | undefined {
	if (node.kind !== 'comparison' || node.left.kind !== 'reference' || node.right.kind !== 'constant') return undefined;
	const { value } = node.right;
	// Numbers of FEEL have a type of their own.
	const plain = typeof value === 'object' || typeof value === 'bigint' ? Number(value) : value;
	return Number.isNaN(plain) || value === null ? undefined : { name: node.left.names.join('.'), operator: node.operator, value: plain };
}

const isSame = (one: Node, other: Node): boolean => writeNode(one) === writeNode(other);

const writeNode = (node: Node): string => JSON.stringify(node, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
