import { parseExpression } from '../../bpmn/feel/parser';
import type { Node } from '../../bpmn/feel/syntax';

/**
 * Returns FEEL that is true or false, never null: an engine stops with an incident where a condition is null,
 * such as `amount > 100` while nobody has set the amount.
 */
export function toCondition(condition: string, isSure: (name: string) => boolean): string {
	const node = parseExpression(condition);
	if (node.kind === 'reference') return `${condition.trim()} = true`;
	return isNeverNull(node, isSure) ? condition.trim() : `(${condition.trim()}) = true`;
}

/** Values of forms have the type of their field: nothing else is sure about what jobs and messages bring. */
function isNeverNull(node: Node, isSure: (name: string) => boolean): boolean {
	switch (node.kind) {
		case 'and':
		case 'or':
			return node.operands.every((operand) => isNeverNull(operand, isSure));
		case 'comparison':
			return node.operator === '=' && [node.left, node.right].every((side) => isPlain(side, isSure));
		default:
			return false;
	}
}

const isPlain = (node: Node, isSure: (name: string) => boolean): boolean =>
	node.kind === 'constant' || (node.kind === 'reference' && node.names.length === 1 && isSure(node.names[0]!));
