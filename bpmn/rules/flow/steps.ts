import type { ModdleElement } from 'bpmn-moddle';
import { findEventDefinition } from '../moddle';

export interface Step {
	source: ModdleElement;
	target: ModdleElement;
	condition?: string;
}

export function listFlows(elements: ModdleElement[]): Step[] {
	const flows = elements.filter(({ $type, sourceRef, targetRef }) => $type === 'bpmn:SequenceFlow' && sourceRef && targetRef);
	return flows.map(({ sourceRef, targetRef, conditionExpression }) => ({
		source: sourceRef as ModdleElement,
		target: targetRef as ModdleElement,
		condition: (conditionExpression as ModdleElement | undefined)?.body as string | undefined,
	}));
}

/** A link leads from the events that throw it to the one that catches it. */
export function listLinks(elements: ModdleElement[]): Step[] {
	const readLink = (element: ModdleElement): string | undefined => findEventDefinition(element, 'bpmn:LinkEventDefinition')?.name;
	const ofType = (type: string): ModdleElement[] => elements.filter(({ $type }) => $type === type);
	return ofType('bpmn:IntermediateThrowEvent').flatMap((source) =>
		ofType('bpmn:IntermediateCatchEvent')
			.filter((target) => readLink(source) !== undefined && readLink(source) === readLink(target))
			.map((target) => ({ source, target })),
	);
}

/** A boundary event may follow the element that it is attached to. */
export function listBoundaries(elements: ModdleElement[]): Step[] {
	return elements.filter(({ attachedToRef }) => attachedToRef).map((target) => ({ source: target.attachedToRef as ModdleElement, target }));
}
