import { toIso } from '../../core/base/iso-time';
import { TroupeError } from '../../core/base/errors';
import { type ReachedOutside, reachOutside } from '../../core/channels/reach-outside';
import type { ForgottenInProcesses } from '../../core/ports/processes';
import { systemClock } from '../../core/ports/host';
import { registryTables } from '../../manifests/registry/store/migrations';
import { openStore } from '../../manifests/registry/store/open-store';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { Host } from '../../providers/compose/hosts/host';
import { openForgottenList } from '../../providers/compose/memory/forget-everywhere';
import { compactFiles, listTenantFiles } from '../../providers/compose/privacy/compact-files';
import { isHeldBy, openHostHolds } from '../../providers/compose/privacy/host-holds';
import { isThere, listRemoved, removeRows, removeTenantRows, type TenantPlace } from '../../providers/compose/privacy/remove-tenant';
import type { RemovedRows } from '../../providers/compose/privacy/remove-tenant';
import { findStatePlace } from '../../providers/compose/state/state-place';
import { mayHaveEngine } from './forget-processes';
import { describeLarge, enginePlace, type Receipt, writeReceipt } from './forgetting-receipt';

type TenantHost = TenantPlace & Pick<Host, 'forgetInProcesses' | 'database'>;

/**
 * Removes a tenant from the host's stores and engine, and notes it against restored backups. Repeatable until all is done. @throws TroupeError
 * STATE_CONFLICT under a legal hold; that of an unreachable store or engine, retryable
 */
export async function forgetTenant(host: TenantHost, signal: AbortSignal): Promise<Receipt> {
	const { tenant, stateFolder, clock = systemClock } = host;
	await refuseHeld(host);
	const keys = await openVaultKeys(host, stateFolder);
	const names = { tenant, persons: [], conversations: [], isWhole: true as const };
	const places = await openForgottenList(stateFolder).during(names, () => removeTenant(host, signal));
	return writeReceipt({ tenant, subject: keys.pseudonym('subject', tenant, `tenant:${tenant}`), at: toIso(clock.now()), places });
}

/** Also removes what a restored backup brought back. @throws as `forgetTenant`, but for holds */
export async function removeTenant(host: TenantHost, signal: AbortSignal): Promise<Receipt['places']> {
	// First, because processes write into the state.
	const inProcesses = await removeFromProcesses(host, signal);
	const rows = [...(await removeFromRegistry(host)), ...(await removeTenantRows(host))];
	const large = await compactFiles(host, { others: listTenantFiles(host) });
	return [
		...large.map(describeLarge),
		...rows.map(({ store, table, rows: removed }) => ({ place: `${store} ${table}`, removed })),
		...(inProcesses
			? [
					{ place: 'processes: instances', removed: inProcesses.instances },
					{ place: 'processes: messages', removed: inProcesses.messages },
				]
			: []),
	];
}

async function removeFromProcesses(host: TenantHost, signal: AbortSignal): Promise<ForgottenInProcesses | undefined> {
	const { tenant, forgetInProcesses } = host;
	if (!forgetInProcesses) {
		if (mayHaveEngine(host)) throw isElsewhere();
		return undefined;
	}
	const done: ReachedOutside = { reached: [], notReached: [] };
	let removed: ForgottenInProcesses | undefined;
	await reachOutside(enginePlace, done, signal, async (until) => {
		removed = await forgetInProcesses({ tenant, isWhole: true }, until);
		return false;
	});
	if (done.away) throw done.away;
	// After a refusal, the tenant's instances can remain.
	if (done.notReached.length > 0) throw isElsewhere();
	return removed;
}

async function refuseHeld(host: TenantHost): Promise<void> {
	const now = (host.clock ?? systemClock).now();
	const { store } = await openHostHolds(host);
	const hold = (await store.list(host.tenant)).find(({ until }) => until === null || until > now);
	if (hold) throw await isHeldBy(hold, host);
}

const isElsewhere = () =>
	new TroupeError({
		code: 'ENGINE_UNREACHABLE',
		message: 'The tenant can have processes in an engine that this process does not reach. Nothing was removed.',
		fix: 'Run the command on the machine of the service that has the engine, or ask that service.',
		retryable: true,
	});

/** Removes a tenant from the registry beside the state. @throws TroupeError REGISTRY_NOT_READY */
async function removeFromRegistry(host: TenantPlace): Promise<RemovedRows[]> {
	const place = findStatePlace(host, 'registry.db')!;
	if (!(await isThere(place, 'manifests'))) return [];
	const store = await openStore(place);
	try {
		return listRemoved('registry.db', await store.change(host.tenant, (connection) => removeRows(connection, registryTables.own)));
	} finally {
		await store.close();
	}
}
