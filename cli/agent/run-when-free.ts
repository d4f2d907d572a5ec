import { throwIfCancelled } from '../../core/base/cancelled';
import { isTroupeError } from '../../core/base/errors';
import { pause } from '../../core/base/pause';
import type { Terminal } from '../terminal/terminal';

/**
 * Continues a run. If another process has it, tries once more when the lease of that process ends: a killed one does not renew it.
 * @throws TroupeError RUN_TAKEN if that process still works on it, CANCELLED
 */
export async function runWhenFree<Result>(act: () => Promise<Result>, { note, stop }: Pick<Terminal, 'note' | 'stop'>): Promise<Result> {
	try {
		return await act();
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'RUN_TAKEN' || error.retryAfterMs === undefined) throw error;
		note(`another process has this run; trying again in ${Math.ceil(error.retryAfterMs / 1000)} s, when its lease ends`);
		await pause(error.retryAfterMs, stop);
		throwIfCancelled(stop, 'The run was not continued.');
		return act();
	}
}
