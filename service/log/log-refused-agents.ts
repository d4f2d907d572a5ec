import type { TroupeError } from '../../core/base/errors';
import type { Log } from './log';

export function refusedAgentsLog(log: Log): (refused: readonly TroupeError[]) => void {
	let told = new Set<string>();
	return (refused) => {
		for (const { code, message, fix } of refused.filter((one) => !told.has(one.message)))
			log('warn', 'published agent cannot run', { code, error: message, fix });
		told = new Set(refused.map(({ message }) => message));
	};
}
