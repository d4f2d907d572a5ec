import type { DiagramElement, ElementRegistry, ModelElement } from '../diagram';
import { cleanText } from '../names/clean-text';
import type { Graph, GraphNode, Way } from './graph';
import { byPlace, orderByFlow, type Placed } from './reading-order';

type Kind = Way['kind'];
interface Link {
	readonly source: DiagramElement;
	readonly target: DiagramElement;
	readonly kind: Kind;
	readonly name: string;
}

const asides = new Set(['TextAnnotation', 'Group', 'DataObjectReference', 'DataStoreReference', 'DataInput', 'DataOutput']);
const maxNotes = 5;

export function readGraph(registry: ElementRegistry): Graph {
	const elements = registry.getAll().filter(isNode);
	const known = new Set(elements.map(({ id }) => id));
	const links = readLinks(registry.getAll()).filter(({ source, target }) => known.has(source.id) && known.has(target.id));
	const leaving = groupBy(links, ({ source }) => source.id);
	const arriving = groupBy(links, ({ target }) => target.id);
	const lanes = readLanes(registry.getAll());
	const drafts = elements.map((element) => toDraft(element, leaving, arriving, lanes, known));
	const inside = groupBy(drafts, ({ node }) => node.scope ?? '');
	const nodes = new Map<string, GraphNode>();
	for (const { node } of drafts) nodes.set(node.id, { ...node, children: orderScope(inside.get(node.id) ?? []) });
	const roots = orderScope(inside.get('') ?? []);
	return { nodes, roots, order: flatten(roots, nodes) };
}

/** Returns whether the element can have the focus: not labels, connections, lanes and what draws the canvas itself. */
function isNode(element: DiagramElement): boolean {
	const type = typeOf(element);
	return type !== '' && type !== 'Lane' && !element.labelTarget && !element.waypoints && element.parent !== null && element.x !== undefined;
}

export function typeOf({ businessObject }: DiagramElement): string {
	const type = businessObject?.$type ?? '';
	return type.startsWith('bpmn:') ? type.slice(5) : '';
}

interface Draft {
	readonly node: GraphNode;
	readonly placed: Placed;
}

function toDraft(
	element: DiagramElement,
	leaving: ReadonlyMap<string, Link[]>,
	arriving: ReadonlyMap<string, Link[]>,
	lanes: ReadonlyMap<unknown, string>,
	known: ReadonlySet<string>,
): Draft {
	const { id, businessObject: model } = element;
	const type = typeOf(element);
	const ways = (leaving.get(id) ?? []).sort((one, other) => byPlace(placeOf(one.target), placeOf(other.target)));
	const before = (arriving.get(id) ?? []).sort((one, other) => byPlace(placeOf(one.source), placeOf(other.source)));
	const boundaries = (element.attachers ?? []).filter((each) => known.has(each.id)).sort((a, b) => byPlace(placeOf(a), placeOf(b)));
	const isEventSubProcess = model?.triggeredByEvent === true;
	const node: GraphNode = {
		id,
		type,
		name: cleanText(readName(model)),
		scope: findScope(element, known),
		lane: lanes.get(model),
		trigger: readTrigger(model),
		host: element.host?.id,
		isInterrupting: isInterrupting(model),
		isEventSubProcess,
		repeats: readRepetition(model),
		boundaries: boundaries.map((each) => each.id),
		ways: ways.map(({ target, kind, name }) => ({ target: target.id, kind, name })),
		predecessors: before.map(({ source, kind, name }) => ({ target: source.id, kind, name })),
		children: [],
		notes: readNotes(element),
	};
	const isHandler = model?.isForCompensation === true;
	const placed: Placed = {
		...placeOf(element),
		boundaries: node.boundaries,
		isStart: type === 'StartEvent',
		next: node.ways.filter(({ kind }) => kind === 'sequence' || kind === 'link' || kind === 'compensation').map(({ target }) => target),
		isAside: asides.has(type) || isEventSubProcess || (isHandler && before.length === 0),
	};
	return { node, placed };
}

/** Pools are read from top to bottom, what flows by its flow. */
function orderScope(drafts: readonly Draft[]): string[] {
	return orderByFlow(drafts.map(({ placed }) => placed));
}

function flatten(roots: readonly string[], nodes: ReadonlyMap<string, GraphNode>): string[] {
	const order: string[] = [];
	const open = [...roots].reverse();
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		order.push(id);
		open.push(...[...(nodes.get(id)?.children ?? [])].reverse());
	}
	return order;
}

/** Returns the sub-process or pool around the element. The plane of a collapsed sub-process belongs to that sub-process. */
function findScope(element: DiagramElement, known: ReadonlySet<string>): string | undefined {
	for (let parent = element.parent; parent; parent = parent.parent) {
		const id = parent.businessObject?.id ?? '';
		if (typeOf(parent) === 'Lane') continue;
		if (known.has(id) && id !== element.id) return id;
		if (parent.parent === undefined || parent.parent === null) return undefined;
	}
	return undefined;
}

function readLinks(elements: readonly DiagramElement[]): Link[] {
	const connections = elements.flatMap((element) => {
		const { source, target } = element;
		const kind = kindOf(element);
		return source && target && kind ? [{ source, target, kind, name: cleanText(readName(element.businessObject)) }] : [];
	});
	return [...connections, ...readLinkEvents(elements)];
}

function kindOf(connection: DiagramElement): Kind | undefined {
	switch (typeOf(connection)) {
		case 'SequenceFlow':
			return 'sequence';
		case 'MessageFlow':
			return 'message';
		case 'Association':
			return connection.target?.businessObject?.isForCompensation === true ? 'compensation' : 'association';
		case 'DataInputAssociation':
		case 'DataOutputAssociation':
			return 'association';
		default:
			return undefined;
	}
}

/** A link event that throws leads to the one of the same name that catches, in the same scope. */
function readLinkEvents(elements: readonly DiagramElement[]): Link[] {
	const events = elements.filter((element) => isNode(element) && readTrigger(element.businessObject) === 'link');
	const nameOf = (element: DiagramElement): string => String(definitionsOf(element.businessObject)[0]?.name ?? '');
	return events
		.filter((element) => typeOf(element) === 'IntermediateThrowEvent')
		.flatMap((source) =>
			events
				.filter((each) => typeOf(each) === 'IntermediateCatchEvent' && nameOf(each) === nameOf(source) && each.parent === source.parent)
				.map((target) => ({ source, target, kind: 'link' as const, name: '' })),
		);
}

/** Returns the name of the innermost lane of each element, by its model. */
function readLanes(elements: readonly DiagramElement[]): Map<unknown, string> {
	const lanes = elements.filter((element) => typeOf(element) === 'Lane' && !element.labelTarget);
	const depth = (element: DiagramElement): number => (element.parent ? 1 + depth(element.parent) : 0);
	const innermostLast = [...lanes].sort((one, other) => depth(one) - depth(other));
	return new Map(
		innermostLast.flatMap(({ businessObject }) => {
			const members = businessObject?.flowNodeRef;
			const name = cleanText(readName(businessObject));
			return Array.isArray(members) && name !== '' ? members.map((member): [unknown, string] => [member, name]) : [];
		}),
	);
}

function readName(model: ModelElement | undefined): string {
	const text = model?.name ?? model?.text ?? (model?.$type === 'bpmn:Group' ? readCategory(model) : undefined);
	return typeof text === 'string' ? text : '';
}

const readCategory = (model: ModelElement): unknown => (model.categoryValueRef as { value?: unknown } | undefined)?.value;

function definitionsOf(model: ModelElement | undefined): ModelElement[] {
	const definitions = model?.eventDefinitions;
	return Array.isArray(definitions) ? (definitions as ModelElement[]) : [];
}

function readTrigger(model: ModelElement | undefined): string | undefined {
	const definitions = definitionsOf(model);
	if (definitions.length > 1) return 'multiple';
	const name = /^bpmn:(\w+)EventDefinition$/.exec(definitions[0]?.$type ?? '')?.[1];
	return name?.toLowerCase();
}

function isInterrupting(model: ModelElement | undefined): boolean {
	return model?.cancelActivity !== false && model?.isInterrupting !== false;
}

function readRepetition(model: ModelElement | undefined): string | undefined {
	const loop = model?.loopCharacteristics as (ModelElement & { isSequential?: boolean }) | undefined;
	if (!loop) return undefined;
	if (loop.$type === 'bpmn:StandardLoopCharacteristics') return 'loop';
	return loop.isSequential === true ? 'sequential' : 'parallel';
}

/** Returns the annotations that are linked with the element, then its documentation. */
function readNotes(element: DiagramElement): string[] {
	const linked = [...(element.incoming ?? []), ...(element.outgoing ?? [])].flatMap(({ source, target }) => [source, target]);
	const annotations = linked.filter((each) => each && each !== element && typeOf(each) === 'TextAnnotation');
	const documentation = element.businessObject?.documentation;
	const texts = Array.isArray(documentation) ? documentation.map((each) => (each as ModelElement).text) : [];
	const all = [...annotations.map((each) => readName(each?.businessObject)), ...texts].filter((text) => typeof text === 'string');
	return [...new Set(all.map(cleanText).filter((text) => text !== ''))].slice(0, maxNotes);
}

function placeOf({ id, x = 0, y = 0, height = 0 }: DiagramElement): { id: string; x: number; y: number } {
	return { id, x, y: y + height / 2 };
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
}
