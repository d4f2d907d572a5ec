import type { ModdleElement } from 'bpmn-moddle';
import { findExtension, listElements, readText } from '../moddle';

/** The property of an element in a toolbox that says how far it reaches. */
export const effectProperty = 'troupe:effect';

export function listTools(toolbox: ModdleElement): ModdleElement[] {
	const elements = listElements(toolbox, 'flowElements');
	const targets = new Set(elements.map(({ targetRef }) => targetRef));
	return elements.filter((element) => !targets.has(element) && !['bpmn:SequenceFlow', 'bpmn:BoundaryEvent'].includes(element.$type));
}

export function readEffect(element: ModdleElement): string | undefined {
	const properties = listElements(findExtension(element, 'zeebe:Properties'), 'properties');
	const effect = properties.find((property) => readText(property, 'name') === effectProperty);
	return effect && readText(effect, 'value');
}
