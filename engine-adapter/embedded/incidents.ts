import type { Incident } from '../engine';
import { IncidentCause } from './element-behavior';
import { findInstance, type ElementInstance } from './element-instances';
import type { Kernel } from './kernel';

export interface IncidentRow {
	key: number;
	instance_key: number;
	element_instance_key: number;
	error_type: string;
	message: string;
	job_key: number | null;
}

/** Runs a rule; where it cannot go on, the element instance stays as it is and an incident tells why. */
export function orIncident(kernel: Kernel, instance: ElementInstance, rule: () => void): void {
	try {
		rule();
	} catch (error) {
		if (!(error instanceof IncidentCause)) throw error;
		createIncident(kernel, instance, error);
	}
}

export function createIncident(kernel: Kernel, instance: ElementInstance, { errorType, message, jobKey }: IncidentCause): void {
	const key = kernel.database.nextKey();
	kernel.database.run(
		'INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?)',
		key,
		instance.instanceKey,
		instance.key,
		errorType,
		message,
		jobKey ?? null,
	);
	kernel.log.append('incident-created', at(kernel, instance), { incidentKey: String(key), errorType, message });
}

/** An element that ends takes its incidents with it. */
export function resolveIncidentsOf(kernel: Kernel, instance: ElementInstance): void {
	for (const incident of kernel.database.all<IncidentRow>('SELECT * FROM incident WHERE element_instance_key = ?', instance.key)) {
		removeIncident(kernel, incident);
	}
}

export function searchIncidents(kernel: Kernel, instanceKey: number | undefined): Incident[] {
	const rows = kernel.database.all<IncidentRow & { element_id: string }>(
		`SELECT incident.*, element_id FROM incident JOIN element_instance ON element_instance.key = element_instance_key
		WHERE ?1 IS NULL OR incident.instance_key = ?1 ORDER BY incident.key`,
		instanceKey ?? null,
	);
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

/** The incident is over; what it stopped is for the caller to move. */
export function removeIncident(kernel: Kernel, { key, element_instance_key, error_type }: IncidentRow): void {
	kernel.database.run('DELETE FROM incident WHERE key = ?', key);
	const instance = findInstance(kernel, element_instance_key)!;
	kernel.log.append('incident-resolved', at(kernel, instance), { incidentKey: String(key), errorType: error_type });
}

function at(kernel: Kernel, instance: ElementInstance): ElementInstance & { type: string } {
	return { ...instance, type: kernel.definitions.get(instance.definitionKey).node(instance.elementId).type };
}
