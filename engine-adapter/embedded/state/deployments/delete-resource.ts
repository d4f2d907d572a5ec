import { TroupeError } from '../../../../core/base/errors';
import { openMessageStarts } from '../../events/message-starts';
import { openSignalStarts } from '../../events/signals';
import { openTimerStarts } from '../../events/timers';
import type { Kernel } from '../../flow/kernel';
import type { ExecutableProcess } from './definitions';

const tables = ['definition', 'form', 'decision_requirements'] as const;

export function findTenantOfResource({ database }: Kernel, key: number): string | undefined {
	for (const table of tables) {
		const row = database.get<{ tenant_id: string }>(`SELECT tenant_id FROM ${table} WHERE key = ?`, key);
		if (row) return row.tenant_id;
	}
	return undefined;
}

/**
 * Zeebe's documentation, resource deletion: the version before is the latest again. A process stays as the past of its instances. @throws TroupeError
 * RESOURCE_NOT_FOUND, STATE_CONFLICT for a process with running instances
 */
export function deleteResource(kernel: Kernel, key: number): void {
	const process = kernel.definitions.findByKey(key);
	if (process) return deleteProcess(kernel, process);
	const { database } = kernel;
	if (database.run('DELETE FROM form WHERE key = ?', key) > 0) return;
	if (database.run('DELETE FROM decision_requirements WHERE key = ?', key) === 0) throw resourceNotFound(key);
	database.run('DELETE FROM decision WHERE requirements_key = ?', key);
}

function deleteProcess(kernel: Kernel, { key, tenantId, processId }: ExecutableProcess): void {
	const { database, definitions } = kernel;
	if (database.get("SELECT 1 FROM process_instance WHERE definition_key = ? AND state = 'ACTIVE'", key)) throw isRunning(key);
	const wasLatest = definitions.find(tenantId, processId)?.key === key;
	database.run('UPDATE definition SET deleted_at = ? WHERE key = ?', kernel.clock.now(), key);
	if (!wasLatest) return;
	const latest = definitions.find(tenantId, processId);
	for (const open of [openMessageStarts, openSignalStarts, openTimerStarts]) open(kernel, latest ?? withoutStarts(definitions.get(key)));
}

const withoutStarts = (process: ExecutableProcess): ExecutableProcess => ({ ...process, nodesOf: () => [] });

export const resourceNotFound = (key: number): TroupeError =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `No process, form or DMN model with the key ${key} is deployed.`,
		fix: 'Check the key. It may have been deleted.',
		details: { key: String(key) },
	});

const isRunning = (key: number): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The process definition ${key} has running instances.`,
		fix: 'Wait for them, cancel them, or migrate them to another version.',
		details: { key: String(key) },
	});
