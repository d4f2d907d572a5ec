import { findBuiltIn } from '../../../bpmn/feel/functions';
import type { Node } from '../../../bpmn/feel/syntax';
import { isTemporal } from '../../../bpmn/feel/temporal';
import type { Field } from '../plan-tree';

export type ValueType = 'text' | 'number' | 'boolean' | 'time' | 'list' | 'object' | 'null' | 'unknown';

interface TypeProblem {
	rule: 'types' | 'date-as-text' | 'unknown-function';
	values: string[];
}

export const typeOfField = (type: Field['type']): ValueType => (type === 'date' ? 'text' : type === 'file' ? 'object' : type);

const results: Record<string, ValueType> = {
	...of('number', 'count', 'sum', 'mean', 'median', 'stddev', 'product', 'abs', 'floor', 'ceiling', 'modulo', 'round up', 'round down'),
	...of('number', 'number', 'string length', 'decimal', 'sqrt', 'year', 'day of year', 'week of year', 'random number'),
	...of('text', 'string', 'upper case', 'lower case', 'substring', 'substring before', 'substring after', 'replace', 'trim', 'string join'),
	...of('text', 'day of week', 'month of year', 'uuid'),
	...of(
		'boolean',
		'not',
		'contains',
		'starts with',
		'ends with',
		'matches',
		'list contains',
		'is defined',
		'is empty',
		'is blank',
		'all',
		'any',
	),
	...of('time', 'date', 'time', 'date and time', 'duration', 'now', 'today', 'years and months duration', 'last day of month'),
	...of(
		'list',
		'append',
		'concatenate',
		'flatten',
		'distinct values',
		'sort',
		'reverse',
		'split',
		'sublist',
		'union',
		'remove',
		'get entries',
	),
};

function of(type: ValueType, ...names: string[]): Record<string, ValueType> {
	return Object.fromEntries(names.map((name) => [name, type]));
}

/** Infers the type of an expression, and notes what cannot be put together. */
export function inferType(node: Node, typeOf: (name: string) => ValueType, note: (problem: TypeProblem) => void): ValueType {
	const infer = (inner: Node): ValueType => inferType(inner, typeOf, note);
	switch (node.kind) {
		case 'constant':
			return typeOfConstant(node.value);
		case 'reference':
			return node.names.length === 1 ? typeOf(node.names[0]!) : 'unknown';
		case 'list':
			return 'list';
		case 'context':
			return 'object';
		case 'not':
			infer(node.operand);
			return 'boolean';
		case 'and':
		case 'or':
			node.operands.forEach(infer);
			return 'boolean';
		case 'comparison':
			compare(node.operator, infer(node.left), infer(node.right), note);
			return 'boolean';
		case 'arithmetic':
			return calculate(node.operator, infer(node.left), infer(node.right), note);
		case 'if': {
			infer(node.condition);
			const one = infer(node.then);
			const other = infer(node.otherwise);
			return one === other ? one : 'unknown';
		}
		case 'call':
			return call(node, infer, note);
		case 'in':
		case 'instance of':
		case 'some':
		case 'every':
			return 'boolean';
		case 'for':
			return 'list';
		default:
			return 'unknown';
	}
}

function typeOfConstant(value: unknown): ValueType {
	if (value === null) return 'null';
	if (typeof value === 'string') return 'text';
	if (typeof value === 'boolean') return 'boolean';
	if (isTemporal(value)) return 'time';
	return typeof value === 'object' && !('coefficient' in value || 'digits' in value) ? 'unknown' : 'number';
}

const isOpen = (type: ValueType): boolean => type === 'unknown' || type === 'null';

function compare(operator: string, left: ValueType, right: ValueType, note: (problem: TypeProblem) => void): void {
	if (isOpen(left) || isOpen(right) || left === right) return;
	const isDate = [left, right].includes('time') && [left, right].includes('text');
	note({ rule: isDate ? 'date-as-text' : 'types', values: isDate ? [operator] : [left, right, operator] });
}

function calculate(operator: string, left: ValueType, right: ValueType, note: (problem: TypeProblem) => void): ValueType {
	if (isOpen(left) || isOpen(right)) return 'unknown';
	if (left === 'time' || right === 'time') {
		if (left === 'text' || right === 'text') note({ rule: 'date-as-text', values: [operator] });
		return 'time';
	}
	if (left === 'number' && right === 'number') return 'number';
	if (operator === '+' && left === 'text' && right === 'text') return 'text';
	note({ rule: 'types', values: [left, right, operator] });
	return 'unknown';
}

function call(node: Node & { kind: 'call' }, infer: (inner: Node) => ValueType, note: (problem: TypeProblem) => void): ValueType {
	const given = 'positional' in node.parameters ? node.parameters.positional : [...node.parameters.named.values()];
	given.forEach(infer);
	// The plan runs on 8.6 too.
	if (!findBuiltIn(node.name, ({ isLater }) => isLater !== true)) note({ rule: 'unknown-function', values: [node.name] });
	return results[node.name] ?? 'unknown';
}
