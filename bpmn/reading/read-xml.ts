import type { BpmnModdle, ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { restoreIds, restoreText } from './xml/aliases';
import { parseXml } from './xml/parse-xml';
import { findMisdirected, isExecuted, isOfEffect } from './references';
import { findBpmnViolations } from './xml/bpmn-schema';
import { prepareBpmn } from './xml/prepare-bpmn';
import { writeXml } from './xml/write-xml';

/** Types that Zeebe keeps by id. Of links, it keeps the catching one. */
const identified = new Set(
	['Message', 'Error', 'Signal', 'Escalation', 'CompensateEventDefinition', 'LinkEventDefinition'].map((type) => `bpmn:${type}`),
);

/** Finds elements without the id that Zeebe needs, and references to the wrong type of element; the schema allows both. */
function findUnusable(root: ModdleElement): ModdleWarning[] {
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

const listChildren = (element: ModdleElement): ModdleElement[] =>
	Object.values(element)
		.flat()
		.filter((value): value is ModdleElement => isElement(value) && value.$parent === element);

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;

export interface ReadXml {
	rootElement: ModdleElement;
	/** Warnings with a property are references to nothing that an engine would follow. */
	warnings: ModdleWarning[];
}

/** @throws Error when it is not BPMN */
export async function readXml(content: string): Promise<ReadXml> {
	const moddle = await openModdle();
	const root = parseXml(content);
	const violations = await findBpmnViolations(root);
	const { aliases, warnings: invalid } = prepareBpmn(root);
	const { rootElement, warnings: dropped } = await moddle.fromXML(writeXml(root));
	const warnings = [...dropped.filter(isOfEffect), ...invalid, ...violations, ...findUnusable(rootElement)];
	restoreIds(rootElement, aliases);
	return { rootElement, warnings: warnings.map((warning) => restoreWarning(warning, aliases)) };
}

const restoreWarning = ({ message, value, ...warning }: ModdleWarning, aliases: Map<string, string>): ModdleWarning => ({
	...warning,
	message: restoreText(message, aliases),
	value: value === undefined ? undefined : restoreText(value, aliases),
});

let opening: Promise<BpmnModdle> | undefined;

export function openModdle(): Promise<BpmnModdle> {
	return (opening ??= Promise.all([import('bpmn-moddle'), import('zeebe-bpmn-moddle/resources/zeebe.json')]).then(
		([{ BpmnModdle }, zeebe]) => new BpmnModdle({ zeebe: zeebe.default }),
	));
}
