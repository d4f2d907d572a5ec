import type { Graph, GraphNode, Way } from '../graph/graph';
import { elementTypes, fill, format, triggers, type ElementType, type Messages, type Text, type Trigger } from '../messages/messages';
import type { ElementState } from '../state/element-state';

/** More ways and predecessors are counted. Nine have a number key. */
const maxNeighbours = 9;

export function describe(graph: Graph, id: string, state: ElementState | undefined, messages: Messages): string {
	const node = graph.nodes.get(id);
	if (!node) return id;
	return [
		title(node, messages),
		...describeState(state, messages),
		...describeKind(graph, node, messages),
		...describeFlow(graph, node, messages),
	].join(', ');
}

export function title(node: GraphNode, messages: Messages): string {
	const type = typeName(node, messages);
	return node.name === '' ? type : `${type} ${node.name}`;
}

/** Returns the parts that change while a process runs. */
export function describeState(state: ElementState | undefined, messages: Messages): string[] {
	if (!state) return [];
	const { tokens, incidents, status, heat } = state;
	return [
		...(tokens > 0 ? [format(messages, 'tokens', { count: tokens })] : []),
		...(incidents > 0 ? [format(messages, 'incidents', { count: incidents })] : []),
		...(status === '' ? [] : [status]),
		...(heat === undefined ? [] : [format(messages, 'heat', { label: heat.label, value: heat.text })]),
	];
}

/** Returns an element's name in announcements; its type where it has none or a puzzling one. */
export function reference(graph: Graph, id: string, messages: Messages): string {
	const node = graph.nodes.get(id);
	if (!node) return id;
	if (node.name === '') return typeName(node, messages);
	return node.type.endsWith('Gateway') ? format(messages, 'gateway', { name: node.name }) : node.name;
}

function typeName(node: GraphNode, messages: Messages): string {
	const type = messages.types[isElementType(node.type) ? node.type : 'unknown'];
	const { trigger } = node;
	return trigger !== undefined && isTrigger(trigger)
		? fill(messages.triggered, { type, trigger: messages.triggers[trigger] }, messages.language)
		: type;
}

const isElementType = (type: string): type is ElementType => Object.hasOwn(elementTypes, type);
const isTrigger = (trigger: string): trigger is Trigger => Object.hasOwn(triggers, trigger);

function describeKind(graph: Graph, node: GraphNode, messages: Messages): string[] {
	const { repeats } = node;
	return [
		...(node.isEventSubProcess ? [format(messages, 'eventSubProcess')] : []),
		...(repeats === 'loop' || repeats === 'parallel' || repeats === 'sequential' ? [messages.repeats[repeats]] : []),
		...(node.isInterrupting ? [] : [format(messages, 'nonInterrupting')]),
		...(node.children.length > 0 ? [format(messages, 'contains', { count: node.children.length })] : []),
		...(node.host === undefined ? [] : [format(messages, 'attachedTo', { name: reference(graph, node.host, messages) })]),
		...(node.lane === undefined ? [] : [format(messages, 'inLane', { name: node.lane })]),
	];
}

function describeFlow(graph: Graph, node: GraphNode, messages: Messages): string[] {
	const numbers = node.ways.length > 1;
	const leaving = (kinds: ReadonlyArray<Way['kind']>, text: Text): string[] =>
		tell(
			node.ways.flatMap((way, index) => (kinds.includes(way.kind) ? [nameWay(graph, way, numbers ? index + 1 : undefined, messages)] : [])),
			text,
			messages,
		);
	const arriving = (kinds: ReadonlyArray<Way['kind']>, text: Text): string[] =>
		tell(
			node.predecessors.flatMap(({ kind, target }) => (kinds.includes(kind) ? [reference(graph, target, messages)] : [])),
			text,
			messages,
		);
	return [
		...arriving(['sequence', 'link'], 'from'),
		...arriving(['message'], 'messageFrom'),
		...arriving(['association', 'compensation'], 'linkedWith'),
		...leaving(['sequence'], 'to'),
		...leaving(['link'], 'continuesAt'),
		...leaving(['message'], 'messageTo'),
		...leaving(['compensation'], 'compensatedBy'),
		...leaving(['association'], 'linkedWith'),
	];
}

function nameWay(graph: Graph, { target, name: way }: Way, number: number | undefined, messages: Messages): string {
	const plain = reference(graph, target, messages);
	const name = way === '' ? plain : format(messages, 'wayNamed', { name: plain, way });
	return number === undefined ? name : format(messages, 'wayNumbered', { number: String(number), name });
}

function tell(names: readonly string[], text: Text, messages: Messages): string[] {
	if (names.length === 0) return [];
	const others = names.length - maxNeighbours;
	const list = names.slice(0, maxNeighbours).join(', ');
	return [format(messages, text, { names: others > 0 ? format(messages, 'fromMore', { names: list, count: others }) : list })];
}
