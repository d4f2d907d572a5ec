import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { findMisdirected, isExecuted } from './references';

/** Types that Zeebe keeps by their ids. Of links, it keeps the one that is caught. */
const identified = new Set(
	['Message', 'Error', 'Signal', 'Escalation', 'CompensateEventDefinition', 'LinkEventDefinition'].map((type) => `bpmn:${type}`),
);

/** Finds what the schema allows and Zeebe's reader does not: elements without the id that it needs, and references to the wrong type of element. */
export function findUnusable(root: ModdleElement): ModdleWarning[] {
	const warnings: ModdleWarning[] = [];
	const open = [root];
	for (let element = open.pop(); element; element = open.pop()) {
		if (lacksId(element)) {
			const tag = `<bpmn:${element.$type.charAt(5).toLowerCase()}${element.$type.slice(6)}>`;
			warnings.push({
				message: `nested error: ${tag} has no id`,
				element: element.$parent?.id === undefined ? undefined : element.$parent,
			});
		}
		warnings.push(...findMisdirected(element));
		open.push(...listChildren(element));
	}
	return warnings;
}

function lacksId(element: ModdleElement): boolean {
	const { $type, $parent, id } = element;
	if (id !== undefined || !identified.has($type)) return false;
	if (!$type.endsWith('EventDefinition')) return true;
	return isExecuted(element) && ($type !== 'bpmn:LinkEventDefinition' || $parent?.$type === 'bpmn:IntermediateCatchEvent');
}

/** Lists the element's children, without what it refers to. */
const listChildren = (element: ModdleElement): ModdleElement[] =>
	Object.values(element)
		.flat()
		.filter((value): value is ModdleElement => isElement(value) && value.$parent === element);

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;
