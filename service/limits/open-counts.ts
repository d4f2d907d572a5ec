import type { FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { rateCounters } from './rate-counters';

export interface OpenedCounts {
	counters: FastifyRateLimitStoreCtor;
	/** Why requests are counted by this process alone although there is a Redis. */
	findFault(): TroupeError | undefined;
	close(): Promise<void>;
}

/** Requests are counted in Redis where there is one, together with other processes. @throws TroupeError INPUT_INVALID */
export async function openCounts(environment: Environment, log: Log): Promise<OpenedCounts> {
	const address = readSetting('TROUPE_REDIS_URL', environment);
	if (address === undefined) return { counters: rateCounters(), findFault: () => undefined, close: async () => undefined };
	const reportFault = faultLog(log, 'requests are counted by this process alone');
	const { openRedisCounts } = await import('../../providers/redis/redis-counts');
	const counts = await openRedisCounts(address, (error) => reportFault(error, {}));
	return {
		counters: rateCounters((key, windowMs) => counts.count(key, windowMs)),
		findFault: () => counts.fault,
		close: () => counts.close(),
	};
}
