import type { Kernel } from '../flow/kernel';

export interface ElementCount {
	elementId: string;
	instanceKey: string;
	state: 'active' | 'incidents' | 'completed' | 'canceled';
	elements: number;
}

/** Without the process itself; the body of a multi-instance activity counts only with an incident, as in Camunda. */
export function countElements(kernel: Kernel, instanceKeys: string[]): ElementCount[] {
	const rows = kernel.database.all<{ instance_key: number; element_id: string; state: ElementCount['state']; elements: number }>(
		`SELECT instance_key, element_id, iif(kind = 'element-completed', 'completed', 'canceled') AS state, count(*) AS elements FROM event_log
		WHERE instance_key IN (SELECT value FROM json_each(?)) AND kind IN ('element-completed', 'element-terminated')
			AND element_type NOT IN ('process', 'multiInstanceBody')
		GROUP BY 1, 2, 3`,
		JSON.stringify(instanceKeys.map(Number)),
	);
	return rows.map(({ instance_key, element_id, state, elements }) => ({
		instanceKey: String(instance_key),
		elementId: element_id,
		state,
		elements,
	}));
}

export function listTakenFlows(kernel: Kernel, instanceKey: string): string[] {
	const sql = "SELECT DISTINCT element_id FROM event_log WHERE instance_key = ? AND kind = 'sequence-flow-taken' ORDER BY element_id";
	return kernel.database.all<{ element_id: string }>(sql, instanceKey).map(({ element_id }) => element_id);
}
