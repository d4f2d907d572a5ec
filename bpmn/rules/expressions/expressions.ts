import type { ModdleElement } from 'bpmn-moddle';
import { isFeelProperty } from 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/utils/feel';
import { findProcess, listElements } from '../moddle';

interface PropertyExpression {
	property: string;
	expression: string;
}

/** The expressions in the properties of a node itself. Those of processes that are not executable are left out: no engine reads them. */
export function listExpressions(node: ModdleElement): PropertyExpression[] {
	if (isExpressionNode(node) || findProcess(node)?.isExecutable === false) return [];
	return Object.entries(node).flatMap(([property, value]) => {
		const text: unknown = isExpressionNode(value) ? value.body : value;
		return isFeelProperty(node, property, text) ? [{ property, expression: (text as string).slice(1) }] : [];
	});
}

/** The flow element, process or root element that a node is a part of. */
export function findOwner(node: ModdleElement): ModdleElement | undefined {
	let owner: ModdleElement | undefined = node;
	while (owner?.$parent && !isPart(owner, owner.$parent)) owner = owner.$parent;
	return owner;
}

const isPart = (element: ModdleElement, parent: ModdleElement): boolean =>
	[...listElements(parent, 'flowElements'), ...listElements(parent, 'rootElements')].includes(element);

const isExpressionNode = (value: unknown): value is ModdleElement =>
	typeof value === 'object' && value !== null && /^bpmn:(Formal)?Expression$/.test((value as Partial<ModdleElement>).$type ?? '');
