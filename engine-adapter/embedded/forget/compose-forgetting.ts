import { isTroupeError } from '../../../core/base/errors';
import type { TroupeError } from '../../../core/base/errors';
import type { ForgetInProcesses, ForgottenInProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { defaultTenantId } from '../state/tenants';
import type { ForgettingEngine } from './find-mentions';
import { forgetInEngine } from './forget-person';
import { ownerVariables } from './person-names';

const maxPasses = 5;

const ofTenant = 'SELECT key FROM definition WHERE tenant_id = ?1';
const leftovers = [
	'DELETE FROM message_correlation WHERE message_key IN (SELECT key FROM message WHERE tenant_id = ?1)',
	'DELETE FROM message WHERE tenant_id = ?1',
	'DELETE FROM message_start WHERE tenant_id = ?1',
	'DELETE FROM message_subscription WHERE tenant_id = ?1',
	'DELETE FROM signal_subscription WHERE tenant_id = ?1',
	`DELETE FROM timer WHERE definition_key IN (${ofTenant})`,
	'DELETE FROM batch_item WHERE batch_key IN (SELECT key FROM batch_operation WHERE tenant_id = ?1)',
	'DELETE FROM batch_operation WHERE tenant_id = ?1',
	'DELETE FROM decision_instance WHERE tenant_id = ?1',
	'DELETE FROM deployed_decision WHERE decision_key IN (SELECT key FROM decision WHERE tenant_id = ?1)',
	'DELETE FROM decision WHERE tenant_id = ?1',
	'DELETE FROM decision_requirements WHERE tenant_id = ?1',
	'DELETE FROM form WHERE tenant_id = ?1',
	`DELETE FROM agent_definition WHERE definition_key IN (${ofTenant})`,
	`DELETE FROM moved_definition WHERE definition_key IN (${ofTenant})`,
	'DELETE FROM definition WHERE tenant_id = ?1',
];

/**
 * Running and ended instances, and deployments. An interrupted call can be repeated. @throws TroupeError STORAGE_*, ENGINE_OVERLOADED; STATE_CONFLICT
 * while instances begin faster than they are ended; the reason of the signal
 */
async function forgetTenantInEngine(engine: EmbeddedEngine, tenantId: string, signal: AbortSignal): Promise<ForgottenInProcesses> {
	const removed = { cancelled: 0, instances: 0, messages: 0 };
	for (let pass = 1; ; pass++) {
		removed.cancelled += await endAll(engine, tenantId, signal);
		const fault = await deleteProcesses(engine, tenantId);
		if (fault === undefined) break;
		if (pass === maxPasses) throw fault;
	}
	for (const key of await engine.read((kernel) => listInstances(kernel, tenantId))) {
		signal.throwIfAborted();
		if (await engine.removeInstance(key)) removed.instances += 1;
	}
	removed.messages = await engine.read((kernel) => removeLeftovers(kernel, tenantId));
	await engine.overwriteRemoved();
	return { ...removed, left: [] };
}

const listInstances = ({ database }: Kernel, tenantId: string, which = ''): number[] =>
	database
		.all<{ key: number }>(`SELECT key FROM process_instance WHERE definition_key IN (${ofTenant}) ${which} ORDER BY key`, tenantId)
		.map(({ key }) => key);

async function endAll(engine: EmbeddedEngine, tenantId: string, signal: AbortSignal): Promise<number> {
	const active = await engine.read((kernel) => listInstances(kernel, tenantId, "AND state = 'ACTIVE' AND parent_key IS NULL"));
	for (const key of active) {
		signal.throwIfAborted();
		await engine.read((kernel) => void kernel.steps.push({ kind: 'terminate-at-once', key }));
	}
	return active.length;
}

/** Nothing begins any more. @returns the fault of a process that runs again */
async function deleteProcesses(engine: EmbeddedEngine, tenantId: string): Promise<TroupeError | undefined> {
	const sql = 'SELECT key FROM definition WHERE tenant_id = ? AND deleted_at IS NULL';
	const keys = await engine.read(({ database }) => database.all<{ key: number }>(sql, tenantId));
	for (const { key } of keys)
		try {
			await engine.deleteResource(String(key));
		} catch (fault) {
			if (isTroupeError(fault) && fault.code === 'STATE_CONFLICT') return fault;
			throw fault;
		}
	return undefined;
}

function removeLeftovers({ database }: Kernel, tenantId: string): number {
	const messages = database.get<{ count: number }>('SELECT count(*) AS count FROM message WHERE tenant_id = ?', tenantId)!.count;
	for (const sql of leftovers) database.run(sql, tenantId);
	return Number(messages);
}

const listOwners = (engine: ForgettingEngine): Promise<string[]> => engine.read(readOwners);

function readOwners({ database }: Kernel): string[] {
	const variables = ownerVariables.map((name) => `'${name}'`).join();
	const started = ownerVariables.map((name) => `SELECT variables ->> '$.${name}' FROM process_instance`);
	const rows = database.all<{ owner: unknown }>(
		[
			'SELECT correlation_key AS owner FROM process_instance',
			'SELECT correlation_key FROM message_subscription',
			`SELECT value ->> '$' FROM variable WHERE name IN (${variables})`,
			...started,
		].join(' UNION '),
	);
	return rows.flatMap(({ owner }) => (typeof owner === 'string' && owner !== '' ? [owner] : []));
}

export type OpenHashing = () => Promise<(tenant: string, id: string) => readonly string[]>;

/** @param ownTenant the engine's `<default>` */
export const composeForgetting =
	(engine: EmbeddedEngine, ownTenant: string, openHashing: OpenHashing): ForgetInProcesses =>
	async (whom, signal) => {
		const tenantId = whom.tenant === ownTenant ? defaultTenantId : whom.tenant;
		if ('isWhole' in whom) return forgetTenantInEngine(engine, tenantId, signal);
		const { tenant, names, hashes = [], isSecondLook } = whom;
		const owners = hashes.length === 0 ? [] : await findOwners(engine, tenant, new Set(hashes), await openHashing());
		return forgetInEngine(engine, { tenantId, names: [...names, ...owners], isSecondLook }, signal);
	};

async function findOwners(
	engine: EmbeddedEngine,
	tenant: string,
	wanted: ReadonlySet<string>,
	hash: Awaited<ReturnType<OpenHashing>>,
): Promise<string[]> {
	return (await listOwners(engine)).filter((id) => hash(tenant, id).some((one) => wanted.has(one)));
}
