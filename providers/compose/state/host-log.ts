import type { LogStore } from '../../state/log/log-store';
import type { StateHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<LogStore>();

/** Undefined without a database and a state folder. */
export async function openKeptLog(host: StateHost): Promise<LogStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => {
		const { openLogStore } = await import('../../state/log/log-store');
		return openLogStore(place);
	});
}
