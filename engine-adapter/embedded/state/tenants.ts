import type { Database } from './database';
import type { Definitions } from './deployments/definitions';

export const defaultTenantId = '<default>';

export type TenantIds = readonly string[] | 'every';

/** A running instance belongs to the tenant of its definition. */
const placeOf = {
	instance: 'SELECT definition_key, key AS instance_key FROM process_instance WHERE key = ?',
	element: 'SELECT definition_key, instance_key FROM element_instance WHERE key = ?',
	job: 'SELECT definition_key, element_instance.instance_key FROM job JOIN element_instance ON element_instance.key = element_instance_key WHERE job.key = ?',
	userTask:
		'SELECT definition_key, element_instance.instance_key FROM user_task JOIN element_instance ON element_instance.key = element_instance_key WHERE user_task.key = ?',
	agent: 'SELECT definition_key, instance_key FROM agent_instance WHERE key = ?',
	incident:
		'SELECT definition_key, element_instance.instance_key FROM incident JOIN element_instance ON element_instance.key = element_instance_key WHERE incident.key = ?',
};

export type Named = keyof typeof placeOf;

export interface State {
	readonly database: Database;
}

const findPlace = ({ database }: State, what: Named, key: number) =>
	database.get<{ definition_key: number; instance_key: number }>(placeOf[what], key);

/** Undefined for an unknown key. */
export function findTenantOf(kernel: State & { readonly definitions: Definitions }, what: Named, key: number): string | undefined {
	const row = findPlace(kernel, what, key);
	return row && kernel.definitions.get(row.definition_key).tenantId;
}

export const findInstanceOf = (kernel: State, what: Named, key: number): number | undefined => findPlace(kernel, what, key)?.instance_key;
