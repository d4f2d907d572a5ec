import type { BpmnModdle, ModdleElement } from 'bpmn-moddle';
import { openModdle } from '../../bpmn/reading/read-xml';
import type { PlanTree } from '../tree/plan-tree';
import type { DraftFlow, DraftNode, Part, Scope } from './draft';

const modeler = 'http://camunda.org/schema/modeler/1.0';

/** Writes the process as Camunda Modeler saves it, without a diagram. The same draft gives the same text. */
export async function writeModel(tree: PlanTree, scope: Scope, roots: readonly Part[]): Promise<string> {
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
		const [sourceRef, targetRef] = [this.#byId.get(from)!, this.#byId.get(to)!];
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
