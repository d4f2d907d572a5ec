import type { FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openSharedCounts } from '../../providers/state/rate-counts';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { rateCounters } from './rate-counters';

export interface OpenedCounts {
	counters: FastifyRateLimitStoreCtor;
	findFault(): TroupeError | undefined;
	close(): Promise<void>;
}

/** Counts together with other processes: in Redis if present, else in the shared database. @throws TroupeError INPUT_INVALID */
export async function openCounts(environment: Environment, log: Log): Promise<OpenedCounts> {
	const address = readSetting('TROUPE_REDIS_URL', environment);
	const database = readSetting('TROUPE_DATABASE_URL', environment) ?? '';
	const reportFault = faultLog(log, 'requests are counted by this process alone');
	if (address === undefined && isPostgresAddress(database)) {
		const counts = openSharedCounts(database, (error) => reportFault(error, {}));
		return {
			counters: rateCounters((key, windowMs) => counts.count(key, windowMs)),
			findFault: () => undefined,
			close: () => counts.close(),
		};
	}
	if (address === undefined) return { counters: rateCounters(), findFault: () => undefined, close: async () => undefined };
	const { openRedisCounts } = await import('../../providers/redis/redis-counts');
	const counts = await openRedisCounts(address, (error) => reportFault(error, {}));
	return {
		counters: rateCounters((key, windowMs) => counts.count(key, windowMs)),
		findFault: () => counts.fault,
		close: () => counts.close(),
	};
}
