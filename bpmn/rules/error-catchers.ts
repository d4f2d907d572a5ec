import type { ModdleElement } from 'bpmn-moddle';
import { findEventDefinition, listElements, readText } from './moddle';

/** The code that an event throws or catches; empty for an event that catches every error, undefined when it is not an error event. */
export function readErrorCode(event: ModdleElement): string | undefined {
	const definition = findEventDefinition(event, 'bpmn:ErrorEventDefinition');
	return definition && readText(definition.errorRef as ModdleElement | undefined, 'errorCode');
}

/** BPMN 2.0, 10.5.6: boundary events of the element and event sub-processes beside it, then those of each scope around it. The code `A_*` stands for any that begins so. */
export function isCaughtInProcess(element: ModdleElement, code: string): boolean {
	const scope = element.$parent;
	const neighbours = listElements(scope, 'flowElements');
	const boundaries = neighbours.filter((one) => one.$type === 'bpmn:BoundaryEvent' && one.attachedToRef === element);
	const eventSubProcesses = neighbours.filter((one) => one.triggeredByEvent === true && one !== element);
	const starts = eventSubProcesses.flatMap((one) => listElements(one, 'flowElements')).filter((one) => one.$type === 'bpmn:StartEvent');
	if ([...boundaries, ...starts].some((event) => catches(event, code))) return true;
	return scope !== undefined && scope.$type !== 'bpmn:Process' && isCaughtInProcess(scope, code);
}

function catches(event: ModdleElement, code: string): boolean {
	const caught = readErrorCode(event);
	return caught === '' || (code.endsWith('*') ? caught?.startsWith(code.slice(0, -1)) === true : caught === code);
}
