import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { Channel } from '../../wake-ups/channel';
import { OpenedOnce } from '../open-once';
import type { StateHost } from '../hosts/state-host';
import { findDatabase } from './state-place';

type FaultListener = (fault: TroupeError) => void;

const faultListeners = new Set<FaultListener>();
const faults = new Map<string, TroupeError>();
const opened = new OpenedOnce<WakeUps>();

/** Uses Redis, else the PostgreSQL of the state, else this process; opened on first use. @throws TroupeError INPUT_INVALID for an invalid address */
export async function composeWakeUps(host: StateHost): Promise<WakeUps> {
	const redis = readRedis(host);
	if (redis !== undefined) return openOverRedis(redis);
	const database = findDatabase(host);
	return opened.get(JSON.stringify([database, host.stateFolder]), async () => {
		const channel = database === undefined ? undefined : (await import('../../wake-ups/postgres-channel')).postgresChannel(database);
		return openWith({ channel });
	});
}

/** For changes that PostgreSQL announces itself: undefined without Redis. @throws TroupeError INPUT_INVALID for an invalid address */
export async function composeRedisWakeUps(host: Pick<StateHost, 'redis'>): Promise<WakeUps | undefined> {
	const redis = readRedis(host);
	return redis === undefined ? undefined : openOverRedis(redis);
}

/** Undefined if Redis works, or was not used yet. */
export const findWakeUpFault = (host: Pick<StateHost, 'redis'>): TroupeError | undefined => faults.get(readRedis(host) ?? '');

/** Without a listener, Node warns of the first failure. Returns a function that ends it. */
export function listenToWakeUpFaults(listener: FaultListener): () => void {
	faultListeners.add(listener);
	return () => faultListeners.delete(listener);
}

const readRedis = ({ redis = readSetting('TROUPE_REDIS_URL') }: Pick<StateHost, 'redis'>): string | undefined => redis || undefined;

const openOverRedis = (address: string): Promise<WakeUps> =>
	opened.get(address, async () => {
		const { redisChannel } = await import('../../redis/redis-channel');
		return openWith({
			channel: redisChannel(address),
			onState(fault) {
				if (!isTroupeError(fault)) return void faults.delete(address);
				const isNew = faults.get(address)?.code !== fault.code;
				faults.set(address, fault);
				for (const listener of faultListeners) listener(fault);
				if (isNew && faultListeners.size === 0) warnOperator(`${fault.message} ${fault.fix}`, { code: fault.code });
			},
		});
	});

async function openWith(options: { channel?: Channel; onState?: (fault: unknown) => void }): Promise<WakeUps> {
	const { SharedWakeUps } = await import('../../wake-ups/shared-wake-ups');
	return new SharedWakeUps(options);
}
