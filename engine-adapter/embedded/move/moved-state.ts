import type { Resource } from '../../engine/deployments';
import type { Kernel } from '../flow/kernel';
import { cancelInstance } from '../flow/process-instances';

export interface DefinitionToMove {
	key: number;
	tenantId: string;
	processId: string;
	version: number;
	resourceName: string;
	content: string;
	/** 0 if unknown. */
	deploymentKey: number;
	targetVersion?: number;
}

/** Latest and named ones, in order of deployment. */
export function listDefinitionsToMove(kernel: Kernel, target: string, keys: number[]): DefinitionToMove[] {
	const rows = kernel.database.all<
		Record<'key' | 'version' | 'deployment_key', number> &
			Record<'tenant_id' | 'process_id' | 'resource_name' | 'content', string> & { moved: number | null }
	>(
		`SELECT key, tenant_id, process_id, definition.version, resource_name, content, deployment_key, moved_definition.version AS moved FROM definition
		LEFT JOIN moved_definition ON definition_key = key AND target = ?1
		WHERE key IN (SELECT value FROM json_each(?2)) OR definition.version =
			(SELECT max(version) FROM definition AS other WHERE other.tenant_id = definition.tenant_id AND other.process_id = definition.process_id
			AND deleted_at IS NULL)
		ORDER BY key`,
		target,
		JSON.stringify(keys),
	);
	return rows.map((row) => ({
		key: row.key,
		tenantId: row.tenant_id,
		processId: row.process_id,
		version: row.version,
		resourceName: row.resource_name,
		content: row.content,
		deploymentKey: row.deployment_key,
		...(row.moved !== null && { targetVersion: row.moved }),
	}));
}

export function listDeployment(kernel: Kernel, deploymentKey: number): Resource[] {
	const sql = `SELECT resource_name AS name, content FROM definition WHERE deployment_key = ?1
		UNION SELECT resource_name, content FROM form WHERE deployment_key = ?1
		UNION SELECT resource_name, content FROM decision_requirements WHERE key IN
			(SELECT requirements_key FROM decision JOIN deployed_decision ON decision_key = decision.key WHERE deployment_key = ?1)`;
	return kernel.database.all<Resource & object>(sql, deploymentKey);
}

/** Forms and DMN models used in their latest version and not at the target yet, by key. */
export function listFilesToMove(kernel: Kernel, target: string): Array<Resource & { key: number; tenantId: string; version: number }> {
	const latest = (table: 'form' | 'decision_requirements', id: 'form_id' | 'requirements_id'): string =>
		`SELECT key, tenant_id AS tenantId, version, resource_name AS name, content FROM ${table} AS one WHERE version =
			(SELECT max(version) FROM ${table} AS other WHERE other.tenant_id = one.tenant_id AND other.${id} = one.${id})
			AND key NOT IN (SELECT definition_key FROM moved_definition WHERE target = ?1)`;
	return kernel.database.all(
		`${latest('form', 'form_id')} UNION ${latest('decision_requirements', 'requirements_id')} ORDER BY key`,
		target,
	);
}

export function noteDefinition(kernel: Kernel, target: string, key: number, version: number): void {
	kernel.database.run('INSERT OR REPLACE INTO moved_definition VALUES (?, ?, ?)', target, key, version);
}

/** Without a target key, the arrival is unknown. */
interface BegunMove {
	instanceKey: string;
	target: string;
}

export function listBegunMoves(kernel: Kernel): BegunMove[] {
	const sql =
		"SELECT moved_instance.key, target FROM moved_instance JOIN process_instance USING (key) WHERE target_key IS NULL AND state = 'ACTIVE'";
	return kernel.database.all<{ key: number; target: string }>(sql).map(({ key, target }) => ({ instanceKey: String(key), target }));
}

/** On disk before the target is asked to start the instance. */
export function beginMove(kernel: Kernel, key: number, target: string): void {
	kernel.database.run('INSERT INTO moved_instance VALUES (?, ?, NULL, ?)', key, target, kernel.clock.now());
}

export function undoMove(kernel: Kernel, key: number): void {
	kernel.database.run('DELETE FROM moved_instance WHERE key = ? AND target_key IS NULL', key);
}

export function finishMove(kernel: Kernel, key: number, targetKey: string): void {
	kernel.database.run('UPDATE moved_instance SET target_key = ? WHERE key = ?', targetKey, key);
	cancelInstance(kernel, key);
}
