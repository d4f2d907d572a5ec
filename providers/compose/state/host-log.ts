import type { LogStore } from '../../state/log/log-store';
import type { StateHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<LogStore>();

/** Opens the lines that the processes of a host kept: the shared database, or `state.db` in the state folder; undefined without either. */
export async function openKeptLog(host: StateHost): Promise<LogStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => {
		const { openLogStore } = await import('../../state/log/log-store');
		return openLogStore(place);
	});
}
