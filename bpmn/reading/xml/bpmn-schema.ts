import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { SchemaCheck, type XmlSchema } from './find-violations';
import type { XmlElement } from './parse-xml';

let opening: Promise<SchemaCheck> | undefined;

/** Finds what BPMN's XML schema forbids and bpmn-moddle accepts: Zeebe refuses such a file. The schema is loaded on first use. */
export async function findBpmnViolations(root: XmlElement): Promise<ModdleWarning[]> {
	opening ??= import('./bpmn-schema.json').then(({ default: schema }) => new SchemaCheck(schema as unknown as XmlSchema, 'BPMN'));
	return (await opening).findViolations(root).map(({ line, elementId, reason }) => ({
		message: `line: ${line} nested error: ${reason}`,
		element: elementId === undefined ? undefined : ({ $type: '', id: elementId } as ModdleElement),
	}));
}
