import type { ModdleElement } from 'bpmn-moddle';

export function listElements(element: ModdleElement | undefined, property: string): ModdleElement[] {
	return (element?.[property] as ModdleElement[] | undefined) ?? [];
}

export function findExtension(element: ModdleElement | undefined, type: string): ModdleElement | undefined {
	const extensions = element?.extensionElements as ModdleElement | undefined;
	return listElements(extensions, 'values').find((value) => value.$type === type);
}

/** A text attribute, without surrounding blanks; empty when it is absent. */
export function readText(element: ModdleElement | undefined, attribute: string): string {
	const value = element?.[attribute];
	return typeof value === 'string' ? value.trim() : '';
}

/** The value of a task's header; undefined when there is none of this key. */
export function findTaskHeader(element: ModdleElement, key: string): string | undefined {
	const header = listElements(findExtension(element, 'zeebe:TaskHeaders'), 'values').find((one) => readText(one, 'key') === key);
	return header && readText(header, 'value');
}

export function findEventDefinition(event: ModdleElement, type: string): ModdleElement | undefined {
	return listElements(event, 'eventDefinitions').find((definition) => definition.$type === type);
}

export function findProcess(element: ModdleElement): ModdleElement | undefined {
	let scope: ModdleElement | undefined = element;
	while (scope && scope.$type !== 'bpmn:Process') scope = scope.$parent;
	return scope;
}

export function listFlowElements(scope: ModdleElement): ModdleElement[] {
	return listElements(scope, 'flowElements').flatMap((element) => [element, ...listFlowElements(element)]);
}

/** A value is an expression when it starts with `=`. */
export const isExpression = (value: string): boolean => value.startsWith('=');

export const readJobType = (element: ModdleElement): string => readText(findExtension(element, 'zeebe:TaskDefinition'), 'type');
