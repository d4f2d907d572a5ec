import type { FlowNode, ProcessModel, SequenceFlow } from '../../../../bpmn/reading/process-model';
import { needs88 } from '../../../../bpmn/validate/validate-process';
import type { ZeebeVersion } from '../../../../bpmn/zeebe-version';
import type { Database } from '../database';
import { toBodyId, joins, withBodies, withInnerInstances } from '../../flow/executable-model';
import type { Expressions } from '../../flow/expressions';
import { versionRules, type VersionRules } from '../../flow/version-rules';

/** A process version, ready to be run. */
export interface ExecutableProcess {
	key: number;
	tenantId: string;
	processId: string;
	version: number;
	resourceName: string;
	/** The deployment that brought it; 0 where that was not kept. */
	deploymentKey: number;
	node(id: string): FlowNode;
	/** The rules of the engine's version, or of 8.8 when only 8.8 can run the process. */
	rules: VersionRules;
	/** FEEL of that version. */
	expressions: Expressions;
	/** Returns what begins with the element: its multi-instance body where it has one. */
	entryOf(id: string): string;
	find(id: string): FlowNode | undefined;
	/** In the order in which Zeebe takes them: the reverse of the document's (recorded from 8.6). */
	outgoing(node: FlowNode): SequenceFlow[];
	nodesOf(scopeId: string): FlowNode[];
	/** The events of this kind that start the process, in the order in which Zeebe opens them: the reverse of the document's (recorded from 8.6). */
	startsOn(kind: 'signal' | 'timer'): FlowNode[];
	/** True counts the tokens on their way to the element by flow: at joins, and wherever an inclusive one must know of them. */
	countsArrivals(id: string): boolean;
	/** The events that interrupt an instance of the element or go on beside it: starts of the event sub-processes in it before those at it. */
	eventsAt(id: string): FlowNode[];
	/** True if anything in it can be undone. */
	compensates: boolean;
	/** The event by which the activity is undone; of several the last (recorded from 8.6). */
	compensationOf(id: string): FlowNode | undefined;
	/**
	 * The events for which an instance of the element waits, in the order in which Zeebe opens them (recorded from 8.6): starts of the event
	 * sub-processes in it, itself, then those at it or those it chooses from in reverse.
	 */
	catchesOf(id: string): FlowNode[];
}

interface DefinitionRow {
	key: number;
	tenant_id: string;
	process_id: string;
	version: number;
	resource_name: string;
	deployment_key: number;
	model: string;
}

const cachedDefinitions = 256;

/** The deployed processes. Some are kept in memory, all are on disk. */
export class Definitions {
	readonly #cache = new Map<number, ExecutableProcess>();
	/** With those of deployments that were undone. */
	#tenants: Set<string> | undefined;

	constructor(
		private readonly database: Database,
		private readonly zeebeVersion: ZeebeVersion,
		private readonly expressions: Record<ZeebeVersion, Expressions>,
	) {}

	get(key: number): ExecutableProcess {
		return this.#cache.get(key) ?? this.#prepare(key);
	}

	#prepare(key: number): ExecutableProcess {
		const row = this.database.get<DefinitionRow>('SELECT * FROM definition WHERE key = ?', key)!;
		this.#tenants?.add(row.tenant_id);
		const model = JSON.parse(row.model) as ProcessModel;
		const version = needs88(model) ? '8.8' : this.zeebeVersion;
		const process = { ...prepare(row, model), rules: versionRules[version], expressions: this.expressions[version] };
		// The one that was added first goes: a step asks many times, so that noting each use would cost more than preparing one again.
		if (this.#cache.size === cachedDefinitions) this.#cache.delete(this.#cache.keys().next().value!);
		this.#cache.set(key, process);
		return process;
	}

	/** The latest version of the tenant's process unless one is named. */
	find(tenantId: string, processId: string, version?: number): ExecutableProcess | undefined {
		const row = this.database.get<{ key: number }>(
			`SELECT key FROM definition WHERE tenant_id = ?1 AND process_id = ?2 AND version = coalesce(?3, version) AND deleted_at IS NULL
			ORDER BY version DESC LIMIT 1`,
			tenantId,
			processId,
			version ?? null,
		);
		return row && this.get(row.key);
	}

	/** Undefined when it was deleted. */
	findByKey(key: number): ExecutableProcess | undefined {
		const sql = 'SELECT key FROM definition WHERE key = ? AND deleted_at IS NULL';
		const row = this.database.get<{ key: number }>(sql, key);
		return row && this.get(row.key);
	}

	/** The one that was deployed last with the tag. */
	findTagged(tenantId: string, processId: string, versionTag: string): ExecutableProcess | undefined {
		const row = this.database.get<{ key: number }>(
			'SELECT key FROM definition WHERE tenant_id = ? AND process_id = ? AND version_tag = ? AND deleted_at IS NULL ORDER BY version DESC LIMIT 1',
			tenantId,
			processId,
			versionTag,
		);
		return row && this.get(row.key);
	}

	findDeployed(tenantId: string, processId: string, deploymentKey: number): ExecutableProcess | undefined {
		const sql = 'SELECT key FROM definition WHERE tenant_id = ? AND process_id = ? AND deployment_key = ? AND deleted_at IS NULL';
		const row = this.database.get<{ key: number }>(sql, tenantId, processId, deploymentKey);
		return row && this.get(row.key);
	}

	/** The tenants for which something was deployed. */
	listTenants(): string[] {
		const sql = 'SELECT DISTINCT tenant_id FROM definition';
		this.#tenants ??= new Set(this.database.all<{ tenant_id: string }>(sql).map(({ tenant_id }) => tenant_id));
		return [...this.#tenants];
	}
}

function prepare(row: DefinitionRow, read: ProcessModel): Omit<ExecutableProcess, 'rules' | 'expressions'> {
	const model = withBodies(withInnerInstances(read));
	const nodes = new Map([processNode(model), ...model.nodes].map((node) => [node.id, node]));
	const boundaries = Map.groupBy(model.nodes, ({ attachedTo }) => attachedTo ?? '');
	const reactions = Map.groupBy(model.nodes, (node) => begunIn(node, nodes));
	const at = (id: string): FlowNode[] => boundaries.get(id) ?? [];
	const within = (id: string): FlowNode[] => reactions.get(id) ?? [];
	const flows = new Map(model.flows.map((flow) => [flow.id, flow]));
	const chosenFrom = ({ type, outgoing }: FlowNode): FlowNode[] =>
		type === 'eventBasedGateway' ? outgoing.map((id) => nodes.get(flows.get(id)!.targetId)!) : [];
	const catches = new Map(
		[...nodes].map(([id, node]) => [id, [...within(id), node, ...[...chosenFrom(node), ...at(id)].reverse()].filter(waitsForEvent)]),
	);
	const inclusiveScopes = new Set(
		model.nodes.filter((node) => node.type === 'inclusiveGateway' && joins(node)).map(({ scopeId }) => scopeId),
	);
	const counted = new Set(model.nodes.filter((node) => joins(node) || inclusiveScopes.has(node.scopeId)).map(({ id }) => id));
	return {
		key: row.key,
		tenantId: row.tenant_id,
		processId: row.process_id,
		version: row.version,
		resourceName: row.resource_name,
		deploymentKey: row.deployment_key,
		node: (id) => nodes.get(id)!,
		entryOf: (id) => (nodes.has(toBodyId(id)) ? toBodyId(id) : id),
		find: (id) => nodes.get(id),
		outgoing: (node) => node.outgoing.map((id) => flows.get(id)!).reverse(),
		nodesOf: (scopeId) => model.nodes.filter((node) => node.scopeId === scopeId),
		startsOn: (kind) =>
			model.nodes.filter(({ type, scopeId, event }) => type === 'startEvent' && scopeId === model.id && event?.kind === kind).reverse(),
		countsArrivals: (id) => counted.has(id),
		eventsAt: (id) => [...within(id), ...at(id)],
		compensates: model.nodes.some(({ event }) => event?.kind === 'compensation'),
		compensationOf: (id) => at(id).findLast(({ event }) => event?.kind === 'compensation'),
		catchesOf: (id) => catches.get(id)!,
	};
}

/** The scope whose event sub-process the event begins; empty for all other events. */
function begunIn({ type, scopeId }: FlowNode, nodes: Map<string, FlowNode>): string {
	const scope = nodes.get(scopeId);
	return type === 'startEvent' && scope?.type === 'eventSubProcess' ? scope.scopeId : '';
}

const catchingTypes = new Set(['intermediateCatchEvent', 'receiveTask']);
const waitedFor = new Set(['message', 'timer', 'signal']);

const waitsForEvent = ({ type, event, interrupting }: FlowNode): boolean =>
	(catchingTypes.has(type) || interrupting !== undefined) && waitedFor.has(event?.kind ?? '');

/** The process itself is an element too: it has instances, a scope of variables and a life cycle. */
function processNode({ id, name = '', listeners }: ProcessModel): FlowNode {
	return {
		id,
		type: 'process',
		name,
		scopeId: '',
		incoming: [],
		outgoing: [],
		namedIncoming: [],
		namedOutgoing: [],
		inputs: [],
		outputs: [],
		headers: {},
		listeners,
		features: [],
	};
}
