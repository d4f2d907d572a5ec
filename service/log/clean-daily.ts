import { defaultTenant } from '../../core/base/tenant';
import type { Host } from '../../providers/compose/hosts/host';
import { type Repeated, repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { KeptLines } from './kept-lines';
import type { Log } from './log';

const dayMs = 86_400_000;

interface CleanParts {
	log: Log;
	kept?: Pick<KeptLines, 'clean'>;
}

/**
 * Removes data past its retention now and daily, also of idle tenants, with old log lines and channel requests. Warns of soon needed acts. Several
 * machines may do it at the same time.
 */
export function cleanDaily(host: Host, { log, kept }: CleanParts, everyMs = dayMs): Repeated {
	const reportFault = faultLog(log, 'what a tenant keeps too long was not removed');
	const clean = async (signal: AbortSignal) => {
		await kept?.clean().catch((error: unknown) => reportFault(error, {}));
		const { cleanTenant, listWithRetention } = await import('../../providers/compose/state/clean-tenant');
		const { stateFolder } = host;
		if (stateFolder === undefined) return;
		const { renewHolds } = await import('../privacy/hold-person');
		// An unrenewable hold keeps its names.
		await renewHolds({ ...host, stateFolder, tenant: host.tenant ?? defaultTenant }).catch((error: unknown) => reportFault(error, {}));
		const { cleanRequests } = await import('../../providers/compose/channels/clean-channels');
		/** A busy store or failing tenant does not keep others' rows. */
		const removeFrom = async (facts: Record<string, unknown>, message: string, remove: () => Promise<Record<string, number>>) => {
			if (signal.aborted) return;
			try {
				const removed = await remove();
				if (Object.values(removed).some((count) => count > 0)) log('info', message, { ...facts, ...removed });
			} catch (error) {
				reportFault(error, facts);
			}
		};
		await removeFrom({}, 'old requests of channels removed', async () => ({
			requests: await cleanRequests({ ...host, stateFolder }, signal),
		}));
		const { tellDueRequests } = await import('../privacy/tell-due-requests');
		await tellDueRequests({ ...host, stateFolder }, (error, tenant) => reportFault(error, { tenant })).catch((error: unknown) =>
			reportFault(error, {}),
		);
		const { noteRemoved, warnOfUnusual } = await import('../privacy/tell-retention');
		for (const tenant of await listWithRetention(host)) {
			const of = { ...host, stateFolder, tenant };
			await warnOfUnusual(of).catch((error: unknown) => reportFault(error, { tenant }));
			await removeFrom({ tenant }, 'expired state removed', async () => {
				const removed = { ...(await cleanTenant(of, signal, (fault) => reportFault(fault, { tenant }))) };
				await noteRemoved(removed, of);
				return removed;
			});
		}
	};
	return repeat(clean, everyMs, (error) => reportFault(error, {}));
}
