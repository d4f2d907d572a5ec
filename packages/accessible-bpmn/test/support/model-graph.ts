import type { ModdleElement } from 'bpmn-moddle';
import { readXml } from '../../../../bpmn/reading/read-xml';
import { listElements } from '../../../../bpmn/rules/moddle';

export interface ModelGraph {
	readonly elements: Map<string, { name: string; inside: string | undefined }>;
	/** `source>target`, sorted. */
	readonly flows: string[];
}

const drawnArtifacts = new Set(['bpmn:TextAnnotation', 'bpmn:Group']);
const notDrawn = new Set(['bpmn:SequenceFlow', 'bpmn:DataObject']);

export async function readModelGraph(xml: string): Promise<ModelGraph> {
	const { rootElement } = await readXml(xml);
	const elements: ModelGraph['elements'] = new Map();
	const flows: string[] = [];
	const idOf = (element: unknown): string => String((element as ModdleElement).id);
	const addFlow = (flow: ModdleElement): unknown => flows.push(`${idOf(flow.sourceRef)}>${idOf(flow.targetRef)}`);
	const addScope = (scope: ModdleElement, inside: string | undefined): void => {
		for (const element of listElements(scope, 'flowElements')) {
			if (element.$type === 'bpmn:SequenceFlow') addFlow(element);
			if (notDrawn.has(element.$type)) continue;
			elements.set(idOf(element), { name: String(element.name ?? ''), inside });
			addScope(element, idOf(element));
		}
		flows.push(...listLinks(listElements(scope, 'flowElements')));
		for (const artifact of listElements(scope, 'artifacts')) {
			if (drawnArtifacts.has(artifact.$type))
				elements.set(idOf(artifact), { name: typeof artifact.text === 'string' ? artifact.text : '', inside });
			if (artifact.$type === 'bpmn:Association') addFlow(artifact);
		}
	};
	const roots = listElements(rootElement, 'rootElements');
	const pools = roots.filter(({ $type }) => $type === 'bpmn:Collaboration').flatMap((each) => listElements(each, 'participants'));
	for (const pool of pools) elements.set(idOf(pool), { name: String(pool.name ?? ''), inside: undefined });
	for (const collaboration of roots.filter(({ $type }) => $type === 'bpmn:Collaboration')) {
		for (const flow of listElements(collaboration, 'messageFlows')) addFlow(flow);
		addScope(collaboration, undefined);
	}
	for (const process of roots.filter(({ $type }) => $type === 'bpmn:Process')) {
		const pool = pools.find((each) => (each.processRef as ModdleElement | undefined)?.id === process.id);
		addScope(process, pool && idOf(pool));
	}
	return { elements, flows: [...new Set(flows)].sort() };
}

/** A link event that throws goes on at the one of the same name that catches. */
function listLinks(elements: readonly ModdleElement[]): string[] {
	const nameOf = (element: ModdleElement): unknown =>
		listElements(element, 'eventDefinitions').find(({ $type }) => $type === 'bpmn:LinkEventDefinition')?.name;
	const throwing = elements.filter((element) => element.$type === 'bpmn:IntermediateThrowEvent' && nameOf(element) !== undefined);
	const catching = elements.filter(({ $type }) => $type === 'bpmn:IntermediateCatchEvent');
	return throwing.flatMap((one) => catching.filter((other) => nameOf(other) === nameOf(one)).map((other) => `${one.id}>${other.id}`));
}
