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

const passing = { store: memoryViolationStore(), keys: createVaultKeys(randomBytes(32)) };

const opened = new OpenedOnce<StoredViolations>();

/** Opens the store with the first use; without a state folder, the log ends with the process. */
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

export async function openViolations(host: VaultHost): Promise<ViolationStore> {
	return (await openStoredViolations(host)) ?? passing.store;
}

/** Opens the verifiable violations of all tenants; undefined if the host stores none. */
export async function openStoredViolations(host: VaultHost): Promise<StoredViolations | undefined> {
	const place = findStatePlace(host);
	if (place === undefined || host.stateFolder === undefined) return undefined;
	return opened.get(place + nameMark(host), async () => {
		const [{ openViolationStore }, wakeUps] = await Promise.all([import('../../state/violations/violation-store'), composeWakeUps(host)]);
		// A machine without the key stops texts too.
		return openViolationStore(place, { wakeUps, mark: composeMark(host), openAudit: auditKeysIfAny(host) });
	});
}
