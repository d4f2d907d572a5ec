import type { DeployedProcess } from '../../../engine/deployments';
import { type BegunInstance, type Instance, maxBegun } from '../../../engine/instances';
import type { TenantIds } from '../tenants';
import { buildWhereClause } from '../where-clause';
import { toBodyId } from '../../flow/executable-model';
import type { Kernel } from '../../flow/kernel';

export type InstanceSummary = Omit<Instance, 'variables'> & {
	tenantId: string;
	processDefinitionKey: string;
	/** The process's id without a name. */
	processName: string;
	parentInstanceKey?: string;
	parentElementInstanceKey?: string;
	versionTag?: string;
	tags: string[];
	/** Milliseconds since the epoch. */
	startedAt: number;
	endedAt?: number;
};

interface InstanceQuery {
	/** Only instances with a greater key. */
	after?: string;
	instanceKey?: string;
	processId?: string;
	state?: string;
	tenants: TenantIds;
}

/** Per look at a table: other commands wait meanwhile. */
export const rowsPerLook = 1_000;

interface SummaryRow {
	key: number;
	definition_key: number;
	process_id: string;
	version: number;
	state: Instance['state'];
	has_incident: number;
	caller_key: number | null;
	tags: string | null;
	version_tag: string | null;
	parent_key: number | null;
	started_at: number | null;
	ended_at: number | null;
}

interface DefinitionRow {
	key: number;
	tenant_id: string;
	process_id: string;
	version: number;
	resource_name: string;
	name: string | null;
	version_tag: string | null;
	has_form: number;
}

export type DefinitionSummary = DeployedProcess & { name: string; tenantId: string; versionTag?: string; hasStartForm: boolean };

export function findDefinition(kernel: Kernel, key: string, tenants: TenantIds): DefinitionSummary | undefined {
	return searchDefinitions(kernel, { key, tenants })[0];
}

/** In order of deployment, the first 1,000 after a key. */
export function searchDefinitions(
	kernel: Kernel,
	{ key, processId, after, tenants }: { key?: string; processId?: string; after?: string; tenants: TenantIds },
): DefinitionSummary[] {
	const { where, values } = buildWhereClause({ key, process_id: processId }, { key: after }, tenants, 'key');
	const hasForm = "EXISTS (SELECT 1 FROM json_each(model, '$.nodes') WHERE value ->> '$.startForm' IS NOT NULL) AS has_form";
	const sql = `SELECT key, tenant_id, process_id, version, resource_name, model ->> '$.name' AS name, version_tag, ${hasForm}
		FROM definition ${where} ORDER BY key LIMIT ${rowsPerLook}`;
	return kernel.database.all<DefinitionRow>(sql, ...values).map((row) => ({
		tenantId: row.tenant_id,
		processId: row.process_id,
		name: row.name ?? row.process_id,
		version: row.version,
		processDefinitionKey: String(row.key),
		resourceName: row.resource_name,
		...(row.version_tag !== null && { versionTag: row.version_tag }),
		hasStartForm: row.has_form === 1,
	}));
}

export function readDefinitionXml(kernel: Kernel, key: string, tenants: TenantIds): string | undefined {
	const { where, values } = buildWhereClause({ key }, {}, tenants, 'key');
	return kernel.database.get<{ content: string }>(`SELECT content FROM definition ${where}`, ...values)?.content;
}

/** In order of start, the first 1,000 after a key. */
export function searchInstances(kernel: Kernel, { instanceKey, processId, state, after, tenants }: InstanceQuery): InstanceSummary[] {
	const { where, values } = buildWhereClause({ key: instanceKey, process_id: processId, state }, { key: after }, tenants);
	const rows = kernel.database.all<SummaryRow>(
		`SELECT key, definition_key, process_id, version, state, caller_key, parent_key, tags, ended_at,
			(SELECT version_tag FROM definition WHERE definition.key = definition_key) AS version_tag,
			EXISTS (SELECT 1 FROM incident WHERE incident.instance_key = process_instance.key) AS has_incident,
			(SELECT at FROM event_log WHERE event_log.instance_key = process_instance.key ORDER BY position LIMIT 1) AS started_at
		FROM process_instance ${where} ORDER BY key LIMIT ${rowsPerLook}`,
		...values,
	);
	return rows.map((row) => ({
		tenantId: kernel.definitions.get(row.definition_key).tenantId,
		instanceKey: String(row.key),
		processId: row.process_id,
		processName: kernel.definitions.get(row.definition_key).node(row.process_id).name || row.process_id,
		version: row.version,
		processDefinitionKey: String(row.definition_key),
		state: row.state,
		hasIncident: row.has_incident === 1,
		versionTag: row.version_tag ?? undefined,
		tags: parseTags(row.tags),
		// The log loses events before the instance itself is removed.
		startedAt: row.started_at ?? row.ended_at ?? 0,
		endedAt: row.ended_at ?? undefined,
		parentInstanceKey: row.parent_key === null ? undefined : String(row.parent_key),
		parentElementInstanceKey: row.caller_key === null ? undefined : String(row.caller_key),
	}));
}

/** Newest first. */
export function findBegun(kernel: Kernel, processId: string, tenants: TenantIds): BegunInstance[] {
	const { where, values } = buildWhereClause({ process_id: processId }, {}, tenants);
	const rows = kernel.database.all<{ key: number; state: Instance['state']; started_at: number | null }>(
		`SELECT key, state, (SELECT at FROM event_log WHERE event_log.instance_key = process_instance.key ORDER BY position LIMIT 1) AS started_at
		FROM process_instance ${where} ORDER BY key DESC LIMIT ${maxBegun}`,
		...values,
	);
	return rows.map(({ key, state, started_at: startedAt }) => ({
		instanceKey: String(key),
		hasEnded: state === 'COMPLETED' || state === 'TERMINATED',
		...(startedAt !== null && { startedAt: new Date(startedAt).toISOString() }),
	}));
}

export function readTags(kernel: Kernel, instanceKey: string): string[] {
	const row = kernel.database.get<{ tags: string | null }>('SELECT tags FROM process_instance WHERE key = ?', instanceKey);
	return parseTags(row?.tags ?? null);
}

const parseTags = (json: string | null): string[] => (json === null ? [] : (JSON.parse(json) as string[]));

/** Active ones, with multi-instance bodies, in order of beginning. */
export function findElementInstances(kernel: Kernel, instanceKey: number, elementId: string): string[] {
	const rows = kernel.database.all<{ key: number }>(
		'SELECT key FROM element_instance WHERE instance_key = ? AND element_id IN (?, ?) ORDER BY key',
		instanceKey,
		elementId,
		toBodyId(elementId),
	);
	return rows.map(({ key }) => String(key));
}

/** Oldest active instance of all process instances; undefined without any. */
export function findElementInstance(kernel: Kernel, elementId: string, instanceKey?: number): string | undefined {
	const row = kernel.database.get<{ key: number | null }>(
		"SELECT min(key) AS key FROM element_instance WHERE element_id = ? AND state <> 'ACTIVATING' AND instance_key = coalesce(?, instance_key)",
		elementId,
		instanceKey ?? null,
	);
	return row?.key ? String(row.key) : undefined;
}
