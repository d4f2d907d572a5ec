import type { FlowNode } from '../../../bpmn/reading/process-model';
import { buildWhereClause } from './where-clause';
import { maxRows } from './directory';
import { toModelId } from '../flow/executable-model';
import type { Kernel } from '../flow/kernel';

/** Where something runs. */
export interface Place {
	instanceKey: string;
	processId: string;
	processVersion: number;
	processDefinitionKey: string;
}

/** An element that is active now: what has ended is in the log only. */
export interface ElementSummary extends Place {
	key: string;
	node: FlowNode;
	elementId: string;
	incidentKey?: string;
}

export interface VariableSummary {
	name: string;
	/** JSON. */
	value: string;
	scopeKey: string;
	instanceKey: string;
}

interface ElementRow {
	key: number;
	instance_key: number;
	definition_key: number;
	element_id: string;
	incident_key: number | null;
}

/** In order of their activation; of all elements the newest 10,000. */
export function searchElements(kernel: Kernel, filter: { instanceKey?: string; key?: string }): ElementSummary[] {
	const { where, values } = buildWhereClause({ instance_key: filter.instanceKey, key: filter.key });
	const rows = kernel.database.all<ElementRow>(
		`SELECT key, instance_key, definition_key, element_id,
			(SELECT min(key) FROM incident WHERE element_instance_key = element_instance.key) AS incident_key
		FROM element_instance ${where} ORDER BY key DESC LIMIT ${maxRows}`,
		...values,
	);
	return rows.reverse().map((row) => ({
		key: String(row.key),
		node: kernel.definitions.get(row.definition_key).node(row.element_id),
		elementId: toModelId(row.element_id),
		incidentKey: row.incident_key === null ? undefined : String(row.incident_key),
		...describePlace(kernel, row),
	}));
}

/** Those of every scope of running instances, and of ended ones the root's; the newest 10,000. */
export function searchVariables(kernel: Kernel, { instanceKey, scopeKey }: { instanceKey?: string; scopeKey?: string }): VariableSummary[] {
	const running = buildWhereClause({ instance_key: instanceKey, 'variable.scope_key': scopeKey });
	const ended = buildWhereClause({ 'process_instance.key': instanceKey, '+process_instance.key': scopeKey });
	const rows = kernel.database.all<{ name: string; value: string; scope_key: number; instance_key: number }>(
		`SELECT name, value, variable.scope_key, instance_key FROM variable JOIN element_instance ON element_instance.key = variable.scope_key ${running.where}
		UNION ALL SELECT json_each.key, variables -> json_each.fullkey, process_instance.key, process_instance.key
			FROM process_instance JOIN json_each(coalesce(variables, '{}')) ${ended.where}
		ORDER BY 3 DESC, 1 DESC LIMIT ${maxRows}`,
		...running.values,
		...ended.values,
	);
	return rows.reverse().map((row) => ({
		name: row.name,
		value: row.value,
		scopeKey: String(row.scope_key),
		instanceKey: String(row.instance_key),
	}));
}

export function describePlace(kernel: Kernel, row: { instance_key: number; definition_key: number }): Place {
	const { processId, version } = kernel.definitions.get(row.definition_key);
	return {
		instanceKey: String(row.instance_key),
		processId,
		processVersion: version,
		processDefinitionKey: String(row.definition_key),
	};
}
