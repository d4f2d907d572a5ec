import { findLocalState, type LocalState } from '../../providers/compose/state/local-state';
import type { Log } from './log';

/** Warns of state in local files although several machines seem to run; returns it for health and metrics. */
export function logLocalState(log: Log, ...host: Parameters<typeof findLocalState>): LocalState | undefined {
	const local = findLocalState(...host);
	if (local) log('warn', local.warning, { signs: local.signs });
	return local;
}
