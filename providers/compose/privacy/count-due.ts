import { dayMs, findKeptDays, type KeptClass, type KeptRules, settableClasses } from '../../../core/base/privacy/kept-classes';
import { defaultTenant } from '../../../core/base/tenant';
import type { OlderRows } from '../../../core/ports/memory';
import { systemClock } from '../../../core/ports/host';
import { stateFile } from '../../database/state-database';
import { countOlder } from '../../state/privacy/count-older';
import { openChannels } from '../channels/open-channels';
import type { MemoryStoreHost } from '../hosts/state-host';
import { openMemory } from '../memory/memory';
import { findExistingState } from '../state/state-place';

export interface DueRows extends OlderRows {
	store: string;
}

type DueHost = MemoryStoreHost & { stateFolder: string };

/**
 * Counts what a cleaning removes of a class, and what a hold keeps. @param rules those by which it is cleaned @param aheadMs counts what is due
 * within this time, too @throws TroupeError STORAGE_…, MEMORY_STORE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function countDue(kept: KeptClass, rules: KeptRules, host: DueHost, aheadMs = 0): Promise<DueRows[]> {
	const days = findKeptDays(kept, rules);
	if (days === undefined || !settableClasses.includes(kept)) return [];
	return countOlderThan(kept, { keptMs: days * dayMs - aheadMs, endedMs: -aheadMs }, host);
}

interface Ages {
	keptMs: number;
	endedMs: number;
}

export async function countOlderThan(kept: KeptClass, { keptMs, endedMs }: Ages, host: DueHost): Promise<DueRows[]> {
	const { tenant = defaultTenant, clock = systemClock } = host;
	const now = clock.now();
	const inFile = (store: string, rows: OlderRows[]) => rows.map((one) => ({ store, ...one }));
	if (kept === 'memory') return inFile('memory.db', await (await openMemory(host)).countOlder(now - keptMs));
	const place = findExistingState(host);
	if (place === undefined) return [];
	if (kept === 'conversation' || kept === 'request') {
		const { retention } = await openChannels(host);
		return inFile(stateFile, await retention.countOlder(tenant, { [`${kept}Ms`]: keptMs }));
	}
	return inFile(stateFile, await countOlder(place, tenant, kept, { before: now - keptMs, endedBefore: now - endedMs }));
}
