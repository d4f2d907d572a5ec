import type { Kernel } from '../flow/kernel';

/** Zeebe's name of the tenant of everything for which none is named. */
export const defaultTenantId = '<default>';

/** The tenants that a question or a command is about. */
export type TenantIds = readonly string[] | 'every';

/** Definitions of the things that keys name: a running instance belongs to the tenant of its definition. */
const definitionOf = {
	instance: 'SELECT definition_key FROM process_instance WHERE key = ?',
	element: 'SELECT definition_key FROM element_instance WHERE key = ?',
	job: 'SELECT definition_key FROM job JOIN element_instance ON element_instance.key = element_instance_key WHERE job.key = ?',
	userTask:
		'SELECT definition_key FROM user_task JOIN element_instance ON element_instance.key = element_instance_key WHERE user_task.key = ?',
	agent: 'SELECT definition_key FROM agent_instance WHERE key = ?',
	incident:
		'SELECT definition_key FROM incident JOIN element_instance ON element_instance.key = element_instance_key WHERE incident.key = ?',
};

export type Named = keyof typeof definitionOf;

/** Returns the tenant to which the thing belongs; undefined when there is none of this key. */
export function findTenantOf(kernel: Kernel, what: Named, key: number): string | undefined {
	const row = kernel.database.get<{ definition_key: number }>(definitionOf[what], key);
	return row && kernel.definitions.get(row.definition_key).tenantId;
}
