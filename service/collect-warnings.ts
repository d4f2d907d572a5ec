import type { TroupeError } from '../core/base/errors';
import type { StateHost } from '../providers/compose/host';
import type { LocalState } from '../providers/compose/state/local-state';
import { findWakeUpFault } from '../providers/compose/state/host-wake-ups';

interface WarningParts {
	host: Pick<StateHost, 'redis'>;
	localState?: LocalState;
	/** Why requests are counted by this process alone although there is a Redis. */
	findCountFault?: () => TroupeError | undefined;
}

/** Lists what a person should change although the process works. Of a fault it names the code only: everybody can read it, the log says more. */
export function collectWarnings({ host, localState, findCountFault }: WarningParts): string[] {
	const counts = findCountFault?.();
	const wakeUps = findWakeUpFault(host);
	return [
		...(localState ? [localState.warning] : []),
		...(counts ? [`Redis does not count requests (${counts.code}): rate limits hold for each process alone.`] : []),
		...(wakeUps ? [`Redis does not carry wake-ups (${wakeUps.code}): other processes notice changes seconds later.`] : []),
	];
}
