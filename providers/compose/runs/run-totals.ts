import type { StoredRunTotals } from '../../state/runs/run-totals';
import type { StateHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<StoredRunTotals>();

export async function openTotalsOfRuns(host: StateHost): Promise<StoredRunTotals | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => {
		const { openRunTotals } = await import('../../state/runs/run-totals');
		return openRunTotals(place);
	});
}
