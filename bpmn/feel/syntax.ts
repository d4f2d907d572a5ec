export type Node =
	| { kind: 'constant'; value: unknown }
	| { kind: 'input' }
	| { kind: 'list'; items: Node[] }
	| { kind: 'context'; entries: Array<[string, Node]> }
	| RangeNode
	| { kind: 'reference'; names: string[] }
	| { kind: 'path'; base: Node; name: string }
	| { kind: 'filter'; base: Node; condition: Node }
	| { kind: 'call'; name: string; parameters: Parameters }
	| { kind: 'method'; path: string[]; name: string; parameters: Parameters }
	| { kind: 'function'; parameters: string[]; body: Node }
	| { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/' | '**'; left: Node; right: Node }
	| { kind: 'negation'; operand: Node }
	| { kind: 'comparison'; operator: Comparator; left: Node; right: Node }
	| { kind: 'not'; operand: Node }
	| { kind: 'and' | 'or'; operands: Node[] }
	| { kind: 'in'; value: Node; test: Node }
	| { kind: 'instance of'; value: Node; type: string }
	| { kind: 'if'; condition: Node; then: Node; otherwise: Node }
	| { kind: 'for' | 'some' | 'every'; iterators: Array<[string, Node]>; body: Node }
	| { kind: 'sequence'; start: Node; end: Node }
	| { kind: 'input comparison'; operator: Comparator; operand: Node }
	| { kind: 'input in range'; range: RangeNode }
	| { kind: 'input test'; expression: Node };

export type Comparator = '=' | '<' | '<=' | '>' | '>=';

export interface RangeNode {
	kind: 'range';
	start: Node;
	startClosed: boolean;
	end: Node;
	endClosed: boolean;
}

export type Parameters = { positional: Node[] } | { named: Map<string, Node> };

export class FeelSyntaxError extends Error {
	constructor(
		message: string,
		/** Number of characters that could be read. */
		readonly at?: number,
	) {
		super(message);
	}
}

export function anyNode(node: unknown, test: (node: Node) => boolean): boolean {
	if (typeof node !== 'object' || node === null) return false;
	if (typeof (node as { kind?: unknown }).kind === 'string' && test(node as Node)) return true;
	return (node instanceof Map ? [...node.values()] : Object.values(node)).some((part) => anyNode(part, test));
}
