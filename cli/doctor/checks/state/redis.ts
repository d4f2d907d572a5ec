import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { isPostgresAddress } from '../../../../providers/database/database-place';
import { type Check, failBy, ok, skipped, warn } from '../../check';

/** As long as a request waits for a count. */
const slowMs = 100;

export const redisCheck: Check = {
	id: 'redis',
	looksAt: 'Redis',
	async look({ environment }) {
		const address = readSetting('TROUPE_REDIS_URL', environment);
		if (address === undefined) return [skipped(`TROUPE_REDIS_URL is not set: ${describeCounts(environment)}.`)];
		const { probeRedis } = await import('../../../../providers/redis/probe-redis');
		try {
			const { delayMs, isFull } = await probeRedis(address);
			if (isFull)
				return [
					warn(
						'Redis is full and refuses new keys: each process counts requests alone.',
						'Raise maxmemory, or set maxmemory-policy to volatile-ttl.',
					),
				];
			if (delayMs > slowMs)
				return [
					warn(
						`Redis answers in ${delayMs} ms. A request waits for ${slowMs} ms, then it is counted by its process alone.`,
						'Use a Redis close to the service.',
					),
				];
			return [ok(`Redis answers in ${delayMs} ms, counts requests and carries wake-ups.`)];
		} catch (error) {
			return [failBy(error)];
		}
	},
};

/** As the service chooses where requests are counted. */
const describeCounts = (environment: Environment): string =>
	isPostgresAddress(readSetting('TROUPE_DATABASE_URL', environment) ?? '')
		? 'processes count requests together in PostgreSQL, twice a second'
		: 'each process counts requests alone';
