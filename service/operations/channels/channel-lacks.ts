import * as Type from 'typebox/type';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { type Lack, lackKinds } from '../../../core/ports/channels/lacks';
import { systemClock } from '../../../core/ports/host';
import { string } from '../../../manifests/registry/api/answer-fields';
import type { AgentPlace } from './agent-state';

/** In answers of operations. */
export const lacks = Type.Array(
	Type.Object({
		kind: Type.Enum([...lackKinds]),
		...{ name: string, state: Type.Enum(['missing', 'refused', 'unreachable']), neededBy: string, reason: string, fix: string },
	}),
	{ description: 'What the answers of the channel need and what is missing, refused or unreachable; empty: nothing.' },
);

/** Processes that serve channels look every ten minutes. */
const knownMs = 12 * 60_000;

/** Finds what a channel lacks, and notes it for lists, metrics and `troupe doctor`. @param asks whether services are asked about their keys */
export async function noteLacks(
	record: ChannelRecord,
	host: AgentPlace,
	parts: Pick<ChannelParts, 'directory' | 'states'>,
	{ asks, signal }: { asks: boolean; signal: AbortSignal },
): Promise<Lack[]> {
	const [{ findLacks }, { describeNeeds }] = await Promise.all([
		import('../../channels/lacks/find-lacks'),
		import('../../channels/watch-agents'),
	]);
	const { tenant, name: channel, message } = record;
	const found = await findLacks(record, { host, tenant, asks, signal }, { parts });
	// Only who has the engine can look for the process: nothing that is lacking here is not yet all.
	if (found.length === 0 && message !== null) return found;
	const known = (await parts.states.list(tenant)).find((one) => one.channel === channel && one.part === 'needs');
	const checkedAt = (host.clock ?? systemClock).now();
	// Who serves the channel knows the secrets of its own environment better; who has just asked all services knows them.
	const isLocal = !asks || found.some(({ state }) => state === 'missing');
	const isKnown =
		isLocal && known !== undefined && known.checkedAt > checkedAt - knownMs && !found.some(({ state }) => state === 'refused');
	if (!isKnown) await parts.states.note({ tenant, channel, ...describeNeeds(channel, found), checkedAt });
	return found;
}
