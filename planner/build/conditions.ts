import { parseExpression } from '../../bpmn/feel/parser';
import type { Node } from '../../bpmn/feel/syntax';

/** Returns FEEL that is never null: a null condition, such as `amount > 100` with an unset amount, is an incident. */
export function toCondition(condition: string, isSure: (name: string) => boolean): string {
	const text = condition.trim();
	const node = parseExpression(text);
	if (node.kind === 'reference' && isPlain(node, isSure)) return `${text} = true`;
	if (isNeverNull(node, isSure)) return text;
	// These are true, false or null. Anything else may be a text, which compared with true is null again.
	return logical.has(node.kind) ? `(${text}) = true` : `if ${text} then true else false`;
}

const logical = new Set<Node['kind']>(['and', 'or', 'not', 'comparison']);

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
