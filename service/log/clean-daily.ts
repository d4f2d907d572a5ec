import type { Host } from '../../providers/compose/hosts/host';
import { type Repeated, repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { KeptLines } from './kept-lines';
import type { Log } from './log';

const dayMs = 86_400_000;

interface CleanParts {
	log: Log;
	/** The lines of the log that this process keeps. */
	kept?: Pick<KeptLines, 'clean'>;
}

/**
 * Removes what tenants keep longer than their retention: now, and every day while the process runs, so that also what an idle tenant left goes.
 * So do old lines of the log and old requests of channels. Several machines may do it at the same time.
 */
export function cleanDaily(host: Host, { log, kept }: CleanParts, everyMs = dayMs): Repeated {
	const reportFault = faultLog(log, 'what a tenant keeps too long was not removed');
	const clean = async (signal: AbortSignal) => {
		await kept?.clean().catch((error: unknown) => reportFault(error, {}));
		const { cleanTenant, listWithRetention } = await import('../../providers/compose/state/clean-tenant');
		const { stateFolder } = host;
		if (stateFolder === undefined) return;
		const { cleanRequests } = await import('../../providers/compose/channels/clean-channels');
		const requests = await cleanRequests({ ...host, stateFolder }, signal);
		if (requests > 0) log('info', 'old requests of channels removed', { requests });
		for (const tenant of await listWithRetention(host)) {
			if (signal.aborted) return;
			const removed = await cleanTenant({ ...host, stateFolder, tenant });
			if (Object.values(removed).some((count) => count > 0)) log('info', 'expired state removed', { tenant, ...removed });
		}
	};
	return repeat(clean, everyMs, (error) => reportFault(error, {}));
}
