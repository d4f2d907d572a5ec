import type { ModdleElement } from 'bpmn-moddle';
import { findExtension, listElements } from '../moddle';

/** Elements that end when they begin, whatever is in them. */
const momentary = new Set(['bpmn:Task', 'bpmn:ManualTask', 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ParallelGateway']);
const momentaryEvents = new Set(['bpmn:LinkEventDefinition', 'bpmn:SignalEventDefinition', 'bpmn:EscalationEventDefinition']);

/** Checks that nothing from outside is needed to leave the element. A sub-process with boundary events, and what a call runs, may wait. */
export function neverWaits(element: ModdleElement, neighbours: ModdleElement[]): boolean {
	if (findExtension(element, 'zeebe:ExecutionListeners')) return false;
	if (momentary.has(element.$type)) return true;
	switch (element.$type) {
		case 'bpmn:ScriptTask':
			return findExtension(element, 'zeebe:Script') !== undefined;
		case 'bpmn:IntermediateThrowEvent':
			return listElements(element, 'eventDefinitions').every(({ $type }) => momentaryEvents.has($type));
		case 'bpmn:IntermediateCatchEvent':
			return listElements(element, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:LinkEventDefinition');
		case 'bpmn:SubProcess': {
			if (neighbours.some(({ attachedToRef }) => attachedToRef === element)) return false;
			const inner = listElements(element, 'flowElements');
			return inner.every((one) => standsAside.has(one.$type) || neverWaits(one, inner));
		}
		default:
			return false;
	}
}

const standsAside = new Set([
	'bpmn:SequenceFlow',
	'bpmn:StartEvent',
	'bpmn:EndEvent',
	'bpmn:DataObject',
	'bpmn:DataObjectReference',
	'bpmn:DataStoreReference',
]);

/** Checks that the element, or one in it, can change a variable. */
export function changesVariables(element: ModdleElement): boolean {
	return (
		element.$type === 'bpmn:ScriptTask' ||
		element.loopCharacteristics !== undefined ||
		listElements(findExtension(element, 'zeebe:IoMapping'), 'outputParameters').length > 0 ||
		listElements(element, 'flowElements').some(changesVariables)
	);
}
