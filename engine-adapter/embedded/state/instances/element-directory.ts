import type { FlowNode } from '../../../../bpmn/reading/process-model';
import type { TenantIds } from '../tenants';
import { buildWhereClause } from '../where-clause';
import { rowsPerLook } from './instance-directory';
import { toModelId } from '../../flow/executable-model';
import type { Kernel } from '../../flow/kernel';

export interface Place {
	tenantId: string;
	instanceKey: string;
	processId: string;
	/** The process's id without a name. */
	processName: string;
	processVersion: number;
	processDefinitionKey: string;
}

export interface ElementSummary extends Place {
	key: string;
	node: FlowNode;
	elementId: string;
	state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
	incidentKey?: string;
	/** Milliseconds since the epoch. */
	startedAt: number;
	endedAt?: number;
}

export interface VariableSummary {
	name: string;
	/** JSON. */
	value: string;
	tenantId: string;
	scopeKey: string;
	instanceKey: string;
}

interface ElementRow {
	key: number;
	instance_key: number;
	definition_key: number;
	element_id: string;
	incident_key: number | null;
	started_at: number;
}

/** Active ones, in order of activation, the first 1,000 after a key. */
export function searchElements(
	kernel: Kernel,
	filter: { instanceKey?: string; key?: string; after?: string; tenants: TenantIds },
): ElementSummary[] {
	const { where, values } = buildWhereClause({ instance_key: filter.instanceKey, key: filter.key }, { key: filter.after }, filter.tenants);
	const rows = kernel.database.all<ElementRow>(
		`SELECT key, instance_key, definition_key, element_id, started_at,
			(SELECT min(key) FROM incident WHERE element_instance_key = element_instance.key) AS incident_key
		FROM element_instance ${where} ORDER BY key LIMIT ${rowsPerLook}`,
		...values,
	);
	return rows.map((row) => ({
		key: String(row.key),
		node: kernel.definitions.get(row.definition_key).node(row.element_id),
		elementId: toModelId(row.element_id),
		state: 'ACTIVE',
		incidentKey: row.incident_key === null ? undefined : String(row.incident_key),
		startedAt: row.started_at,
		...describePlace(kernel, row),
	}));
}

/** A scope may have many variables, and large ones. */
const scopesPerLook = 100;

/** Running and ended scopes and instances with variables, the first 100 after a key. */
export function searchScopes(
	kernel: Kernel,
	query: { instanceKey?: string; scopeKey?: string; after?: string; tenants: TenantIds },
): string[] {
	const { instanceKey, scopeKey, after, tenants } = query;
	const running = buildWhereClause({ instance_key: instanceKey, key: scopeKey }, { key: after }, tenants);
	const ended = buildWhereClause({ key: instanceKey, 'process_instance.key': scopeKey }, { key: after }, tenants);
	const rows = kernel.database.all<{ key: number }>(
		`SELECT key FROM element_instance ${running.where}
		UNION ALL SELECT key FROM (SELECT key, variables FROM process_instance ${ended.where}) WHERE variables IS NOT NULL
		ORDER BY key LIMIT ${scopesPerLook}`,
		...running.values,
		...ended.values,
	);
	return rows.map(({ key }) => String(key));
}

/** In order of scope key and name; of an ended instance its result, of another ended scope the last values. */
export function readVariables(kernel: Kernel, scopeKeys: string[]): VariableSummary[] {
	const rows = kernel.database.all<{ name: string; value: string; scope_key: number; instance_key: number; definition_key: number }>(
		`WITH scope AS MATERIALIZED (SELECT cast(value AS INTEGER) AS key FROM json_each(?))
		SELECT name, value, variable.scope_key, instance_key, definition_key
			FROM scope JOIN variable ON variable.scope_key = scope.key JOIN element_instance ON element_instance.key = scope.key
		UNION ALL SELECT json_each.key, variables -> json_each.fullkey, process_instance.key, process_instance.key, definition_key
			FROM scope JOIN process_instance ON process_instance.key = scope.key JOIN json_each(coalesce(variables, '{}'))
		UNION ALL SELECT name, value, key, instance_key, definition_key FROM
			(SELECT details ->> '$.name' AS name, details -> '$.value' AS value, scope.key, instance_key, definition_key, max(position)
			FROM scope JOIN event_log ON kind = 'variable-set' AND history_key = scope.key
			JOIN process_instance ON process_instance.key = instance_key
			WHERE NOT EXISTS (SELECT 1 FROM element_instance WHERE element_instance.key = scope.key)
			GROUP BY scope.key, details ->> '$.name')
		ORDER BY 3, 1`,
		JSON.stringify(scopeKeys),
	);
	return rows.map((row) => ({
		name: row.name,
		value: row.value,
		tenantId: kernel.definitions.get(row.definition_key).tenantId,
		scopeKey: String(row.scope_key),
		instanceKey: String(row.instance_key),
	}));
}

export function describePlace(kernel: Kernel, row: { instance_key: number; definition_key: number }): Place {
	const process = kernel.definitions.get(row.definition_key);
	return {
		tenantId: process.tenantId,
		instanceKey: String(row.instance_key),
		processId: process.processId,
		processName: process.node(process.processId).name || process.processId,
		processVersion: process.version,
		processDefinitionKey: String(row.definition_key),
	};
}
