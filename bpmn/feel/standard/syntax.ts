import type { Compiled } from '../compiled';

/** An expression of standard FEEL (DMN 1.5, 10.3.1) as it was read. */
export type Node =
	| { kind: 'constant'; value: unknown }
	| { kind: 'name'; name: string }
	| { kind: 'list'; items: Node[] }
	| { kind: 'context'; entries: Array<[string, Node]> }
	| { kind: 'range'; start: Node; startClosed: boolean; end: Node; endClosed: boolean }
	| { kind: 'path'; base: Node; name: string }
	| { kind: 'filter'; base: Node; condition: Node }
	| { kind: 'call'; callee: Node; parameters: Parameters }
	| { kind: 'function'; parameters: Parameter[]; body: Node }
	| { kind: 'arithmetic'; operator: ArithmeticOperator; left: Node; right: Node }
	| { kind: 'negation'; operand: Node }
	| { kind: 'comparison'; operator: Comparator; left: Node; right: Node }
	| { kind: 'and' | 'or'; left: Node; right: Node }
	| { kind: 'between'; value: Node; from: Node; to: Node }
	| { kind: 'in'; value: Node; tests: Node }
	| { kind: 'instance of'; value: Node; type: TypeNode }
	| { kind: 'if'; condition: Node; then: Node; otherwise: Node }
	| { kind: 'for' | 'some' | 'every'; iterators: Iterator[]; body: Node }
	| { kind: 'open range'; operator: Comparator; operand: Node }
	| { kind: 'tests'; tests: Node[]; negated: boolean }
	| { kind: 'any' };

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';
export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iterator {
	name: string;
	list: Node;
	/** The last value of `from..to`, which needs no list. */
	to?: Node;
}

export interface Parameter {
	name: string;
	type?: TypeNode;
}

export type Parameters = { positional: Node[] } | { named: Map<string, Node> };

export type TypeNode =
	| { kind: 'named'; name: string }
	| { kind: 'list'; item: TypeNode }
	| { kind: 'range'; item: TypeNode }
	| { kind: 'context'; entries: Array<[string, TypeNode]> }
	| { kind: 'function'; parameters: TypeNode[]; result: TypeNode };

export const usesInput = (node: unknown): boolean => {
	if (typeof node !== 'object' || node === null) return false;
	if ((node as Node).kind === 'name' && (node as { name: string }).name === '?') return true;
	return (node instanceof Map ? [...node.values()] : Object.values(node)).some(usesInput);
};

export type Compile = (node: Node) => Compiled;
