/** Checks of what BPMN's XML schema and Zeebe's reader require and bpmn-moddle does not check: Zeebe refuses a file that breaks them. */
import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { findMisdirected, isExecuted } from './references';
import { SchemaCheck, type XmlSchema } from './xml/find-violations';
import type { XmlElement } from './xml/parse-xml';

let opening: Promise<SchemaCheck> | undefined;

/** Finds what the schema forbids. Loaded on first use. */
export async function findSchemaViolations(root: XmlElement): Promise<ModdleWarning[]> {
	opening ??= import('./xml/bpmn-schema.json').then(({ default: schema }) => new SchemaCheck(schema as unknown as XmlSchema, 'BPMN'));
	return (await opening).findViolations(root).map(({ line, elementId, reason }) => ({
		message: `line: ${line} nested error: ${reason}`,
		fix: 'Correct it, or save the file from a BPMN modeler.',
		element: elementId === undefined ? undefined : ({ $type: '', id: elementId } as ModdleElement),
	}));
}

/** What Zeebe keeps by its id. Of links, the one that is caught. */
const identified = new Set(
	['Message', 'Error', 'Signal', 'Escalation', 'CompensateEventDefinition', 'LinkEventDefinition'].map((type) => `bpmn:${type}`),
);

/** Finds elements without the id that Zeebe needs, and references that are not to what is expected. */
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
