import type { FlowNode, ProcessModel } from '../../../bpmn/reading/process-model';
import type { Kernel } from '../flow/kernel';
import { rowsPerLook } from '../state/instances/instance-directory';
import type { TenantIds } from '../state/tenants';
import { ofTenants } from '../state/where-clause';

/** An element of a process that runs an agent which the model names. */
export interface AgentCaller {
	processId: string;
	version: number;
	element: string;
	agent: string;
	/** The versions that it may be, as node-semver reads it. */
	range: string;
	/** Running instances of this version of the process. */
	instances: number;
}

interface Row {
	key: number;
	process_id: string;
	version: number;
	model: string;
	is_latest: number;
}

/**
 * Lists the elements that run one of these agents: of the latest version of each process, and of those with running instances. An agent that an
 * expression names is not found.
 */
export function listAgentCallers({ database }: Kernel, tenants: TenantIds, agents: ReadonlySet<string>): AgentCaller[] {
	const clause = { where: `WHERE deleted_at IS NULL AND model LIKE '%"troupe:agent"%'`, values: [] };
	const { where, values } = ofTenants(clause, tenants, 'definition.tenant_id');
	const rows = database.all<Row>(
		`SELECT key, process_id, version, model, NOT EXISTS (SELECT 1 FROM definition AS later WHERE later.tenant_id = definition.tenant_id
			AND later.process_id = definition.process_id AND later.version > definition.version AND later.deleted_at IS NULL) AS is_latest
		FROM definition ${where} ORDER BY key DESC LIMIT ${rowsPerLook}`,
		...values,
	);
	const callers = rows.flatMap((row) => listCalls(row).filter(({ agent }) => agents.has(agent)));
	const running = countRunning(
		database,
		callers.map(({ key }) => key),
	);
	return callers.flatMap(({ key, isLatest, ...call }) => {
		const instances = running.get(key) ?? 0;
		return isLatest || instances > 0 ? [{ ...call, instances }] : [];
	});
}

function listCalls({ key, process_id: processId, version, model, is_latest: isLatest }: Row) {
	const { nodes } = JSON.parse(model) as ProcessModel;
	return nodes.flatMap((node) => {
		const named = node.job?.type === 'troupe:agent' ? findName(node) : undefined;
		if (named === undefined) return [];
		const [agent = '', range = '*'] = named.split('@');
		return [{ key, isLatest: isLatest === 1, processId, version, element: node.id, agent, range }];
	});
}

/** As the worker reads it: the header comes first, then the input. */
function findName({ headers, inputs }: FlowNode): string | undefined {
	const header = headers.agent?.trim();
	if (header) return header;
	return /^="([^"]+)"$/.exec(inputs.find(({ target }) => target === 'agent')?.source ?? '')?.[1];
}

function countRunning(database: Kernel['database'], definitions: readonly number[]): Map<number, number> {
	if (definitions.length === 0) return new Map();
	const rows = database.all<{ definition_key: number; count: number }>(
		`SELECT definition_key, count(*) AS count FROM process_instance
		WHERE state = 'ACTIVE' AND definition_key IN (SELECT value FROM json_each(?)) GROUP BY definition_key`,
		JSON.stringify([...new Set(definitions)]),
	);
	return new Map(rows.map(({ definition_key, count }) => [definition_key, count]));
}
