import type { FlowNode, ProcessModel, SequenceFlow } from '../../../../bpmn/reading/process-model';
import { needs88 } from '../../../../bpmn/validate/validate-process';
import type { ZeebeVersion } from '../../../../bpmn/zeebe-version';
import type { Database } from '../database';
import { toBodyId, joins, withBodies, withInnerInstances } from '../../flow/executable-model';
import type { Expressions } from '../../flow/expressions';
import { versionRules, type VersionRules } from '../../flow/version-rules';

export interface ExecutableProcess {
	key: number;
	tenantId: string;
	processId: string;
	version: number;
	resourceName: string;
	/** 0 if unknown. */
	deploymentKey: number;
	node(id: string): FlowNode;
	/** The rules of the engine's version, or of 8.8 when only 8.8 can run the process. */
	rules: VersionRules;
	expressions: Expressions;
	entryOf(id: string): string;
	find(id: string): FlowNode | undefined;
	/** In Zeebe's order: the reverse of the document's (recorded from 8.6). */
	outgoing(node: FlowNode): SequenceFlow[];
	nodesOf(scopeId: string): FlowNode[];
	/** Start events in Zeebe's order: the reverse of the document's (recorded from 8.6). */
	startsOn(kind: 'signal' | 'timer'): FlowNode[];
	/** Counts moving tokens by flow: at joins, and wherever an inclusive one must know of them. */
	countsArrivals(id: string): boolean;
	/** Events that interrupt an instance or go on beside it: starts of inner event sub-processes before those at the element. */
	eventsAt(id: string): FlowNode[];
	compensates: boolean;
	/** The last of several (recorded from 8.6). */
	compensationOf(id: string): FlowNode | undefined;
	/** In Zeebe's order (recorded from 8.6): starts of inner event sub-processes, the element, then its attached or chosen events in reverse. */
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

/** Some are kept in memory, all are on disk. */
export class Definitions {
	readonly #cache = new Map<number, ExecutableProcess>();
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
		// Evicts the oldest entry: steps ask so often that noting each use would cost more than preparing one again.
		if (this.#cache.size === cachedDefinitions) this.#cache.delete(this.#cache.keys().next().value!);
		this.#cache.set(key, process);
		return process;
	}

	/** Default: the latest version. */
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

	/** Undefined after deletion. */
	findByKey(key: number): ExecutableProcess | undefined {
		const sql = 'SELECT key FROM definition WHERE key = ? AND deleted_at IS NULL';
		const row = this.database.get<{ key: number }>(sql, key);
		return row && this.get(row.key);
	}

	/** Last deployment with the tag. */
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

/** Empty for all but starts of event sub-processes. */
function begunIn({ type, scopeId }: FlowNode, nodes: Map<string, FlowNode>): string {
	const scope = nodes.get(scopeId);
	return type === 'startEvent' && scope?.type === 'eventSubProcess' ? scope.scopeId : '';
}

const catchingTypes = new Set(['intermediateCatchEvent', 'receiveTask']);
const waitedFor = new Set(['message', 'timer', 'signal']);

const waitsForEvent = ({ type, event, interrupting }: FlowNode): boolean =>
	(catchingTypes.has(type) || interrupting !== undefined) && waitedFor.has(event?.kind ?? '');

/** The process itself has instances, a scope of variables and a life cycle. */
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
