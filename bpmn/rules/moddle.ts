/** What the rules read of a parsed model. */
import type { ModdleElement } from 'bpmn-moddle';

/** The elements of a list property; none when it is absent. */
export function listOf(element: ModdleElement | undefined, property: string): ModdleElement[] {
	return (element?.[property] as ModdleElement[] | undefined) ?? [];
}

/** The extension element of this type, such as `zeebe:TaskDefinition`. */
export function extensionOf(element: ModdleElement | undefined, type: string): ModdleElement | undefined {
	const extensions = element?.extensionElements as ModdleElement | undefined;
	return listOf(extensions, 'values').find((value) => value.$type === type);
}

/** A text attribute, without surrounding blanks; empty when it is absent. */
export function textOf(element: ModdleElement | undefined, attribute: string): string {
	const value = element?.[attribute];
	return typeof value === 'string' ? value.trim() : '';
}

/** The value of a task's header; undefined when there is none of this key. */
export function taskHeaderOf(element: ModdleElement, key: string): string | undefined {
	const header = listOf(extensionOf(element, 'zeebe:TaskHeaders'), 'values').find((one) => textOf(one, 'key') === key);
	return header && textOf(header, 'value');
}

/** The event definition of this type, such as `bpmn:ErrorEventDefinition`. */
export function eventDefinitionOf(event: ModdleElement, type: string): ModdleElement | undefined {
	return listOf(event, 'eventDefinitions').find((definition) => definition.$type === type);
}

/** The process that an element stands in. */
export function processOf(element: ModdleElement): ModdleElement | undefined {
	let scope: ModdleElement | undefined = element;
	while (scope && scope.$type !== 'bpmn:Process') scope = scope.$parent;
	return scope;
}

/** The flow elements of a scope and of the sub-processes in it. */
export function flowElementsOf(scope: ModdleElement): ModdleElement[] {
	return listOf(scope, 'flowElements').flatMap((element) => [element, ...flowElementsOf(element)]);
}

/** A value is an expression when it starts with `=`. */
export const isExpression = (value: string): boolean => value.startsWith('=');

/** The job type of a task or event; empty when it has none. */
export const jobTypeOf = (element: ModdleElement): string => textOf(extensionOf(element, 'zeebe:TaskDefinition'), 'type');
