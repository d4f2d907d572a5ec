/** Composes a host's log of violations for agents, nodes, job types and the command line. */
import { randomBytes } from 'node:crypto';
import { memoryViolationStore } from '../../../core/guardrails/violations/memory-violation-store';
import { defaultTenant } from '../../../core/base/tenant';
import { createViolationLog, type ViolationLog } from '../../../core/guardrails/violations/violation-log';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { ViolationStore } from '../../../core/ports/guardrails/violations';
import { auditKeysIfAny } from '../state/host-audit';
import { composeMark, nameMark } from '../state/host-mark';
import { findStatePlace } from '../state/state-place';
import { composeWakeUps } from '../state/host-wake-ups';
import { openVaultKeys } from './vault-parts';
import { composeOwnEvents } from '../events/events';
import { toViolationEvent } from '../../../core/events/violation-event';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import type { StoredViolations } from '../../state/violations/violation-store';

/** The violations of this process, for hosts without a state folder. */
const passing = { store: memoryViolationStore(), keys: createVaultKeys(randomBytes(32)) };

/** One store for each place and key of a process; it lives as long as the process does. */
const opened = new OpenedOnce<StoredViolations>();

/** Opens the shared database, or `state.db` in the state folder, with the first use; without a folder, the log ends with the process. */
export async function composeViolationLog(host: VaultHost): Promise<ViolationLog> {
	const { stateFolder, tenant = defaultTenant, clock } = host;
	const store = await openViolations(host);
	if (store === passing.store || stateFolder === undefined) {
		const { keys } = passing;
		return createViolationLog({ store, tenant, clock, pseudonym: async (kind, id) => keys.pseudonym(kind, tenant, id) });
	}
	const pseudonym = async (kind: 'conversation' | 'subject', id: string) =>
		(await openVaultKeys(host, stateFolder)).pseudonym(kind, tenant, id);
	const publish = composeOwnEvents(host);
	return createViolationLog({ store, tenant, clock, pseudonym, onRecorded: (records) => publish(...records.map(toViolationEvent)) });
}

/** Opens the store of all tenants' violations: a log is one tenant's, an operator follows the store. */
export async function openViolations(host: VaultHost): Promise<ViolationStore> {
	return (await openStoredViolations(host)) ?? passing.store;
}

/** Opens the stored violations of all tenants, which can be checked; undefined for a host that stores none. */
export async function openStoredViolations(host: VaultHost): Promise<StoredViolations | undefined> {
	const place = findStatePlace(host);
	if (place === undefined || host.stateFolder === undefined) return undefined;
	return opened.get(place + nameMark(host), async () => {
		const [{ openViolationStore }, wakeUps] = await Promise.all([import('../../state/violations/violation-store'), composeWakeUps(host)]);
		// A text is stopped on a machine without the key too.
		return openViolationStore(place, { wakeUps, mark: composeMark(host), openAudit: auditKeysIfAny(host) });
	});
}
