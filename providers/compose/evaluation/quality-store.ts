import { systemClock } from '../../../core/ports/host';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { warnOnce } from '../warn-once';
import type { StoredQuality } from '../../state/quality/quality-store';
import { composeMark, nameMark } from '../state/host-mark';
import { findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<StoredQuality>();

/** Undefined without a database and a state folder. */
export async function composeQualityStore(host: VaultHost): Promise<StoredQuality | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place + nameMark(host), async () => {
		const { openQualityStore } = await import('../../state/quality/quality-store');
		return openQualityStore(place, host.clock ?? systemClock, composeMark(host));
	});
}

export const warn = (fault: unknown): undefined => warnOnce('QUALITY_LOST', 'The quality of a run was not noted:', fault);
