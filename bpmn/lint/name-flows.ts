import type { ModdleElement } from 'bpmn-moddle';
import { listElements, listFlowElements } from '../rules/moddle';

/** Adds to each element the sequence flows that name it as their end: `<incoming>` and `<outgoing>` are optional, but rules read nothing else. */
export function nameFlows(root: ModdleElement): void {
	const flows = listElements(root, 'rootElements')
		.flatMap(listFlowElements)
		.filter(({ $type }) => $type === 'bpmn:SequenceFlow');
	addFlows(flows, 'sourceRef', 'outgoing');
	addFlows(flows, 'targetRef', 'incoming');
}

function addFlows(flows: ModdleElement[], end: 'sourceRef' | 'targetRef', property: 'outgoing' | 'incoming'): void {
	const byElement = Map.groupBy(flows, (flow) => flow[end] as ModdleElement | undefined);
	for (const [element, named] of byElement) if (element) element[property] = [...new Set([...listElements(element, property), ...named])];
}
