/** Composes a host's log of violations for agents, nodes, job types and the command line. */
import { randomBytes } from 'node:crypto';
import { memoryViolationStore } from '../../../core/guardrails/violations/memory-violation-store';
import { defaultTenant } from '../../../core/base/tenant';
import { createViolationLog, type ViolationLog } from '../../../core/guardrails/violations/violation-log';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { ViolationStore } from '../../../core/ports';
import { findStatePlace } from '../state/state-place';
import { composeWakeUps } from '../state/host-wake-ups';
import { openVaultKeys } from './vault';
import { composeOwnEvents } from '../events/events';
import { toViolationEvent } from '../../../core/events/violation-event';
import type { StateHost, VaultHost } from '../host';

/** The violations of this process, for hosts without a state folder. */
const passing = { store: memoryViolationStore(), keys: createVaultKeys(randomBytes(32)) };

/** One connection for each place of a process; it lives as long as the process does. */
const opened = new Map<string, ViolationStore>();

/** Opens the shared database, or `state.db` in the state folder, with the first use; without a folder, the log ends with the process. */
export async function composeViolationLog(host: VaultHost): Promise<ViolationLog> {
	const { stateFolder, tenant = defaultTenant, clock } = host;
	const store = await openViolations(host);
	if (store === passing.store || stateFolder === undefined) {
		const { keys } = passing;
		return createViolationLog({ store, tenant, clock, pseudonym: async (id) => keys.pseudonym('conversation', tenant, id) });
	}
	const pseudonym = async (conversationId: string) =>
		(await openVaultKeys(host, stateFolder)).pseudonym('conversation', tenant, conversationId);
	const publish = composeOwnEvents(host);
	return createViolationLog({ store, tenant, clock, pseudonym, onRecorded: (records) => publish(...records.map(toViolationEvent)) });
}

/** Opens the store of all tenants' violations: a log is one tenant's, an operator follows the store. */
export async function openViolations(host: StateHost): Promise<ViolationStore> {
	const place = findStatePlace(host);
	if (place === undefined || host.stateFolder === undefined) return passing.store;
	const known = opened.get(place);
	if (known) return known;
	const [{ openViolationStore }, wakeUps] = await Promise.all([import('../../state/violation-store'), composeWakeUps(host)]);
	const store = opened.get(place) ?? openViolationStore(place, { wakeUps });
	opened.set(place, store);
	return store;
}
