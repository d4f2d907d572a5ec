/** Checks of attributes in BPMN's XML schema that bpmn-moddle does not make: Zeebe refuses a file that breaks them. */
import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';

const behaviors = ['None', 'One', 'All', 'Complex'];

/** Attributes of BPMN elements that BPMN does not have. Those of other namespaces are allowed. */
export function findSchemaViolations(root: ModdleElement): ModdleWarning[] {
	const warnings: ModdleWarning[] = [];
	const seen = new Set<ModdleElement>();
	const open = [root];
	for (let element = open.pop(); element; element = open.pop()) {
		if (seen.has(element)) continue;
		seen.add(element);
		for (const violation of listViolations(element)) warnings.push({ message: `nested error: ${violation}`, element: findNamed(element) });
		open.push(...listChildren(element));
	}
	return warnings;
}

function listViolations({ $type, $attrs, behavior }: ModdleElement & { behavior?: string }): string[] {
	if (!$type.startsWith('bpmn:')) return [];
	const tag = `<bpmn:${$type.charAt(5).toLowerCase()}${$type.slice(6)}>`;
	const unknown = Object.keys($attrs ?? {}).filter((name) => !name.includes(':') && name !== 'xmlns');
	return [
		...unknown.map((name) => `${tag} has the attribute "${name}", which BPMN does not have`),
		...(behavior === undefined || behaviors.includes(behavior)
			? []
			: [`the behavior of ${tag} is "${behavior}" instead of one of ${behaviors.join(', ')}`]),
	];
}

/** The element, or the one around it that has an id. */
const findNamed = (element: ModdleElement | undefined): ModdleElement | undefined =>
	element === undefined || element.id !== undefined ? element : findNamed(element.$parent);

/** Lists the element's children, without what it refers to. */
const listChildren = (element: ModdleElement): ModdleElement[] =>
	Object.values(element)
		.flat()
		.filter((value): value is ModdleElement => isElement(value) && value.$parent === element);

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;
