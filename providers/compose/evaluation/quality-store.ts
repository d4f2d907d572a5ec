import { getErrorMessage } from '../../../core/base/errors';
import { systemClock } from '../../../core/ports/host';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import type { StoredQuality } from '../../state/quality/quality-store';
import { composeMark, nameMark } from '../state/host-mark';
import { findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<StoredQuality>();

/** Opens the quality of agents: the shared database, or `state.db` in the state folder; undefined without either. */
export async function composeQualityStore(host: VaultHost): Promise<StoredQuality | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place + nameMark(host), async () => {
		const { openQualityStore } = await import('../../state/quality/quality-store');
		return openQualityStore(place, host.clock ?? systemClock, composeMark(host));
	});
}

const warned = new Set<string>();

/** A run is not undone because its quality could not be noted. Each reason is told once. */
export function warn(fault: unknown): void {
	const reason = getErrorMessage(fault);
	if (warned.has(reason)) return;
	if (warned.size > 100) warned.clear();
	warned.add(reason);
	process.emitWarning(`The quality of a run was not noted: ${reason}`, { code: 'QUALITY_LOST' });
}
