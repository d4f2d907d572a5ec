import type { BpmnModdle, ModdleElement } from 'bpmn-moddle';
import { keepPlaces } from '../../bpmn/layout/keep-places';
import { layoutProcess } from '../../bpmn/layout/layout-process';
import { openModdle } from '../../bpmn/reading/read-xml';
import { parseSchedule } from '../../bpmn/timer';
import type { Block, PlanTree } from '../tree/plan-tree';
import { buildForm } from './build-forms';
import { buildTask } from './build-tasks';
import { buildChoice, buildEvent, buildLoop, buildParallel } from './build-ways';
import { Building } from './building';
import { type DraftNode, newScope, type Part, type Scope, type Way } from './draft';
import type { DraftFlow } from './draft';
import { mapping } from './job-parts';

const modeler = 'http://camunda.org/schema/modeler/1.0';

/** Writes the process as Camunda Modeler saves it, without a diagram. The same draft gives the same text. */
async function writeModel(tree: PlanTree, scope: Scope, roots: readonly Part[]): Promise<string> {
	const writer = new Writer(await openModdle());
	return writer.write(tree, scope, roots);
}

class Writer {
	readonly #byId = new Map<string, ModdleElement>();

	constructor(private readonly moddle: BpmnModdle) {}

	async write({ id, name, purpose }: PlanTree, scope: Scope, parts: readonly Part[]): Promise<string> {
		const roots = parts.map((part) => this.#make(part));
		for (const root of roots) this.#byId.set(root.id!, root);
		const process = this.moddle.create('bpmn:Process', { id, name, isExecutable: true });
		this.#document(process, purpose);
		process.flowElements = this.#writeScope(scope);
		const definitions = this.moddle.create('bpmn:Definitions', {
			id: `definitions-${id}`,
			targetNamespace: 'http://bpmn.io/schema/bpmn',
			rootElements: [process, ...roots],
			'xmlns:modeler': modeler,
			'modeler:executionPlatform': 'Camunda Cloud',
			'modeler:executionPlatformVersion': '8.6.0',
		});
		const { xml } = await this.moddle.toXML(definitions, { format: true });
		return xml;
	}

	#writeScope({ nodes, flows }: Scope): ModdleElement[] {
		const elements = nodes.map((node) => this.#writeNode(node));
		return [...elements, ...sortFlows(flows).map((flow) => this.#writeFlow(flow))];
	}

	#writeNode({ id, type, name, documentation, extensions = [], more = {}, attachedTo, event, scope }: DraftNode): ModdleElement {
		const element = this.moddle.create(`bpmn:${type}`, { id, ...(name !== undefined && { name }) });
		this.#byId.set(id, element);
		if (documentation !== undefined) this.#document(element, documentation);
		if (extensions.length > 0) element.extensionElements = this.#make({ $type: 'bpmn:ExtensionElements', values: extensions });
		for (const [key, value] of Object.entries(more)) element.set(templateKeys[key] ?? key, this.#makeAll(value));
		if (attachedTo !== undefined) element.attachedToRef = this.#byId.get(attachedTo);
		if (event) element.eventDefinitions = [this.#writeEvent(event, id)];
		if (scope) element.flowElements = this.#writeScope(scope);
		return element;
	}

	#writeEvent({ definition, refersTo }: NonNullable<DraftNode['event']>, id: string): ModdleElement {
		const made = this.#make({ ...definition, id: `${id}_event` });
		if (refersTo) made[refersTo.property] = this.#byId.get(refersTo.id);
		return made;
	}

	#writeFlow({ id, from, to, name, when, isDefault }: DraftFlow): ModdleElement {
		const sourceRef = this.#byId.get(from)!;
const targetRef = this.#byId.get(to)!;
		const flow = this.moddle.create('bpmn:SequenceFlow', { id, ...(name !== undefined && { name }), sourceRef, targetRef });
		if (when !== undefined) flow.conditionExpression = this.#make({ $type: 'bpmn:FormalExpression', body: `=${when}` });
		(sourceRef.get('outgoing') as ModdleElement[]).push(flow);
		(targetRef.get('incoming') as ModdleElement[]).push(flow);
		if (isDefault) sourceRef.default = flow;
		return flow;
	}

	#document(element: ModdleElement, text: string): void {
		element.documentation = [this.moddle.create('bpmn:Documentation', { text })];
	}

	#make({ $type, ...properties }: Part): ModdleElement {
		return this.moddle.create($type, Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, this.#makeAll(value)])));
	}

	#makeAll(value: unknown): unknown {
		if (Array.isArray(value)) return value.map((one) => this.#makeAll(one));
		return isPart(value) ? this.#make(value) : value;
	}
}

const templateKeys: Record<string, string> = { modelerTemplate: 'zeebe:modelerTemplate', modelerTemplateVersion: 'zeebe:modelerTemplateVersion' };

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && '$type' in value;

/** Puts the flows of an element next to each other, in the order in which their conditions are evaluated. */
function sortFlows(flows: readonly DraftFlow[]): DraftFlow[] {
	const bySource = Map.groupBy(flows, ({ from }) => from);
	return [...bySource.values()].flatMap((group) => group.toSorted((one, other) => one.order - other.order));
}

interface File {
	name: string;
	content: string;
}

/**
 * Builds a process of a tree in which `checkTree` finds nothing: BPMN with its diagram first, then the forms.
 * The same tree gives the same bytes. Elements have the ids of their blocks.
 * @param earlier files of the plan before it was changed: what stays keeps its place
 */
export async function buildProcess(tree: PlanTree, earlier: readonly File[] = []): Promise<File[]> {
	const building = new Building(tree, (blocks, way, scope) => placeBlocks(building, blocks, way, scope));
	const scope = newScope();
	const begun = building.add(scope, describeStart(building));
	const done = placeBlocks(building, tree.do, begun, scope);
	if (done) building.add(scope, { id: building.ids.take('end'), type: 'EndEvent', name: building.words.done }, done);
	const name = `${tree.id}.bpmn`;
	const model = await writeModel(tree, scope, building.roots);
	const before = earlier.find((file) => file.name === name)?.content;
	const content = before === undefined ? await layoutProcess(name, model) : await keepPlaces(name, model, before);
	return [{ name, content }, ...building.forms];
}

/** Draws blocks that follow each other. Returns where the next one begins; undefined if every way ends. */
function placeBlocks(building: Building, blocks: readonly Block[], way: Way, scope: Scope): Way | undefined {
	let open: Way | undefined = way;
	for (const block of blocks) {
		if (!open) return undefined;
		open = placeBlock(building, block, open, scope);
	}
	return open;
}

function placeBlock(building: Building, block: Block, way: Way, scope: Scope): Way | undefined {
	switch (block.kind) {
		case 'choice':
			return buildChoice(building, block, way, scope);
		case 'parallel':
			return buildParallel(building, block, way, scope);
		case 'loop':
			return buildLoop(building, block, way, scope);
		case 'event':
			return buildEvent(building, block, way, scope);
		case 'end':
			building.end(scope, way, block.id, block.name, block.cancels ? 'cancel' : 'end');
			return undefined;
		default:
			return buildTask(building, block, way, scope);
	}
}

function describeStart(building: Building): DraftNode {
	const { tree, words } = building;
	const id = building.ids.take('start');
	const { trigger, inputs } = tree;
	const form = trigger.kind === 'form' ? buildForm(building, id, { text: tree.purpose, shows: [], asks: inputs }) : undefined;
	const formPart: Part[] = form === undefined ? [] : [{ $type: 'zeebe:FormDefinition', formId: form, bindingType: 'deployment' }];
	const given = mapping({}, Object.fromEntries(inputs.map(({ name }) => [name, `=${name}`])));
	return {
		id,
		type: 'StartEvent',
		name: trigger.kind === 'message' ? words.message(trigger.name) : words.start,
		extensions: [...formPart, ...given],
		...describeTrigger(building),
	};
}

function describeTrigger(building: Building): Pick<DraftNode, 'event'> {
	const { trigger } = building.tree;
	if (trigger.kind === 'message') {
		const id = building.root({ $type: 'bpmn:Message', name: trigger.name }, 'message');
		return { event: { definition: { $type: 'bpmn:MessageEventDefinition' }, refersTo: { property: 'messageRef', id } } };
	}
	if (trigger.kind !== 'timer') return {};
	const isDate = !('fault' in parseSchedule('date', trigger.at, 0));
	const body = { $type: 'bpmn:FormalExpression', body: trigger.at };
	return { event: { definition: { $type: 'bpmn:TimerEventDefinition', [isDate ? 'timeDate' : 'timeCycle']: body } } };
}

