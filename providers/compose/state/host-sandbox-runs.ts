import { existsSync } from 'node:fs';
import { defaultTenant } from '../../../core/base/tenant';
import { isPostgresAddress } from '../../database/database-place';
import { openSandboxRunStore, type SandboxRunOptions } from '../../state/sandbox/sandbox-run-store';
import type { VaultHost } from '../hosts/state-host';
import { readRetentionMs } from './host-tenants';
import { sealTexts, type TextSeal } from './seal-texts';
import { findStatePlace } from './state-place';
import type { RunBounds, SandboxRunStore } from '../../state/sandbox/sandbox-runs';

/** The runs of a service, and how what they got and returned is sealed. */
export interface SealedRuns extends TextSeal {
	store: SandboxRunStore;
}

/** Removes the runs of the host's tenant that are older than it asks for. @returns their number */
export async function cleanSandboxRuns(host: VaultHost & { stateFolder: string }): Promise<number> {
	const retentionMs = await readRetentionMs(host);
	const place = findStatePlace(host)!;
	if (retentionMs === undefined || !(isPostgresAddress(place) || existsSync(place))) return 0;
	const store = openSandboxRunStore(place, noBounds, { clock: host.clock });
	try {
		return await store.removeOlder(host.tenant ?? defaultTenant, retentionMs);
	} finally {
		await store.close();
	}
}

/** For work that adds nothing. */
const noBounds: RunBounds = {
	...{ queued: 0, queuedPerTenant: 0, queuedBytes: 0, queuedBytesPerTenant: 0 },
	...{ keptPerTenant: 0, keptBytesPerTenant: 0, keptMs: 0 },
};

/** Opens them with the first use: in the shared database, or `state.db` in the state folder. The caller closes the store. */
export function composeSandboxRuns(
	host: VaultHost & { stateFolder: string },
	bounds: RunBounds,
	options: Omit<SandboxRunOptions, 'clock'> = {},
): SealedRuns {
	return {
		store: openSandboxRunStore(findStatePlace(host)!, bounds, { ...options, clock: host.clock }),
		...sealTexts(host, 'sandbox run'),
	};
}
