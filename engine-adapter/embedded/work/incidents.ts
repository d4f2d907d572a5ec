import type { Incident } from '../../engine/instances';
import { IncidentCause } from '../flow/incident-cause';
import { toModelId } from '../flow/executable-model';
import { findInstance } from '../state/instances/element-instances';
import type { ElementInstance } from '../state/instances/element-instance';
import type { Kernel } from '../flow/kernel';

export interface IncidentRow {
	key: number;
	instance_key: number;
	element_instance_key: number;
	element_id: string;
	error_type: string;
	message: string;
	job_key: number | null;
	created_at: number;
}

/** A rule that cannot continue leaves the element instance unchanged; an incident gives the reason. */
export function orIncident(kernel: Kernel, instance: ElementInstance, rule: () => void): void {
	try {
		rule();
	} catch (error) {
		if (!(error instanceof IncidentCause)) throw error;
		createIncident(kernel, instance, error);
	}
}

export function createIncident(kernel: Kernel, instance: ElementInstance, { errorType, message, jobKey, elementId }: IncidentCause): void {
	const incident: IncidentRow = {
		key: kernel.database.nextKey(),
		instance_key: instance.instanceKey,
		element_instance_key: instance.key,
		element_id: elementId ?? toModelId(instance.elementId),
		error_type: errorType,
		message,
		job_key: jobKey ?? null,
		created_at: kernel.clock.now(),
	};
	kernel.database.run(
		'INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
		...(Object.values(incident) as Array<IncidentRow[keyof IncidentRow]>),
	);
	log(kernel, 'incident-created', incident);
}

export function resolveIncidents(kernel: Kernel, instance: ElementInstance): void {
	for (const incident of kernel.database.all<IncidentRow>('SELECT * FROM incident WHERE element_instance_key = ?', instance.key)) {
		removeIncident(kernel, incident);
	}
}

/** The incident of an ad-hoc sub-process's inner instance is never reported as resolved (recorded from 8.8). */
export function forgetIncidents(kernel: Kernel, { key }: ElementInstance): void {
	kernel.database.run('DELETE FROM incident WHERE element_instance_key = ?', key);
}

/** Includes called instances. The engine bounds the depth of calls. */
const withThoseCalled = `WITH RECURSIVE called (key) AS (
		SELECT ?1 UNION SELECT process_instance.key FROM process_instance JOIN called ON parent_key = called.key WHERE state = 'ACTIVE'
	) SELECT * FROM incident WHERE instance_key IN called ORDER BY key`;
const ofOne = 'SELECT * FROM incident WHERE ?1 IS NULL OR instance_key = ?1 ORDER BY key';

export function searchIncidents(kernel: Kernel, instanceKey: number | undefined, withCalled = false): Incident[] {
	const isOfAll = instanceKey === undefined;
	const rows = kernel.database.all<IncidentRow>(withCalled && !isOfAll ? withThoseCalled : ofOne, instanceKey ?? null);
	return rows.map((row) => ({
		key: String(row.key),
		instanceKey: String(row.instance_key),
		elementId: row.element_id,
		errorType: row.error_type,
		message: row.message,
		...(row.job_key === null ? {} : { jobKey: String(row.job_key) }),
	}));
}

export function hasIncident(kernel: Kernel, instanceKey: number): boolean {
	return kernel.database.get('SELECT 1 FROM incident WHERE instance_key = ? LIMIT 1', instanceKey) !== undefined;
}

export function removeIncident(kernel: Kernel, incident: IncidentRow): void {
	kernel.database.run('DELETE FROM incident WHERE key = ?', incident.key);
	log(kernel, 'incident-resolved', incident);
}

function log(kernel: Kernel, kind: 'incident-created' | 'incident-resolved', incident: IncidentRow): void {
	const { definitionKey, elementId } = findInstance(kernel, incident.element_instance_key)!;
	const { type } = kernel.definitions.get(definitionKey).node(elementId);
	kernel.log.append(
		kind,
		{ key: incident.element_instance_key, instanceKey: incident.instance_key, elementId: incident.element_id, type },
		{
			incidentKey: String(incident.key),
			errorType: incident.error_type,
			message: incident.message,
			...(incident.job_key === null ? {} : { jobKey: String(incident.job_key) }),
		},
		kind === 'incident-resolved' ? { key: incident.key, startedAt: incident.created_at } : undefined,
	);
}
