import type { BpmnModdle, ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { restoreIds, restoreText } from './xml/aliases';
import { parseXml } from './xml/parse-xml';
import { findUnusable } from './find-unusable';
import { isOfEffect } from './references';
import { findBpmnViolations } from './xml/bpmn-schema';
import { prepareBpmn } from './xml/prepare-bpmn';
import { writeXml } from './xml/write-xml';

/** A model as bpmn-moddle reads it, and what it had to drop. */
export interface ReadXml {
	rootElement: ModdleElement;
	/** Warnings with a property are references to nothing that an engine would follow. */
	warnings: ModdleWarning[];
}

/** Reads BPMN as the standards of XML and its schema have it. @throws Error when it is not BPMN */
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

/** Opens what reads and writes BPMN with Zeebe's extensions. One for all files: it learns the types of BPMN once. Loaded on first use. */
export function openModdle(): Promise<BpmnModdle> {
	return (opening ??= Promise.all([import('bpmn-moddle'), import('zeebe-bpmn-moddle/resources/zeebe.json')]).then(
		([{ BpmnModdle }, zeebe]) => new BpmnModdle({ zeebe: zeebe.default }),
	));
}
