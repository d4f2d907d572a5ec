import type { DeployedProcess, Instance } from '../engine';
import type { Kernel } from './kernel';

/** An instance without its variables: what a search over many may read. */
export type InstanceSummary = Omit<Instance, 'variables'> & { processDefinitionKey: string };

/** Instances that one search looks at, the newest. */
const mostInstances = 10_000;

interface SummaryRow {
	key: number;
	definition_key: number;
	process_id: string;
	version: number;
	state: Instance['state'];
	has_incident: number;
}

export function findDefinition(kernel: Kernel, key: number): DeployedProcess | undefined {
	const row = kernel.database.get<{ process_id: string; version: number; resource_name: string }>(
		'SELECT process_id, version, resource_name FROM definition WHERE key = ?',
		key,
	);
	return row && { processId: row.process_id, version: row.version, processDefinitionKey: String(key), resourceName: row.resource_name };
}

/** In order of their start; of all instances the newest 10,000. */
export function searchInstances(kernel: Kernel, instanceKey: number | undefined): InstanceSummary[] {
	const rows = kernel.database.all<SummaryRow>(
		`SELECT key, definition_key, process_id, version, state,
			EXISTS (SELECT 1 FROM incident WHERE incident.instance_key = process_instance.key) AS has_incident
		FROM process_instance WHERE ?1 IS NULL OR key = ?1 ORDER BY key DESC LIMIT ?2`,
		instanceKey ?? null,
		mostInstances,
	);
	return rows.reverse().map((row) => ({
		instanceKey: String(row.key),
		processId: row.process_id,
		version: row.version,
		processDefinitionKey: String(row.definition_key),
		state: row.state,
		hasIncident: row.has_incident === 1,
	}));
}

/** The active instance of an element that began first, of all process instances; undefined when there is none. */
export function findElementInstance(kernel: Kernel, elementId: string): string | undefined {
	const row = kernel.database.get<{ key: number | null }>(
		"SELECT min(key) AS key FROM element_instance WHERE element_id = ? AND state = 'ACTIVATED'",
		elementId,
	);
	return row?.key ? String(row.key) : undefined;
}
