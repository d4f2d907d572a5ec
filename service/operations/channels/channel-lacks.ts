import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { orNull } from '../../../core/base/shape';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { ChannelPartState } from '../../../core/ports/channels/channel-states';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { type Lack, lackKinds, withoutDoubles } from '../../../core/ports/channels/lacks';
import { systemClock } from '../../../core/ports/host';
import { string, time } from '../../../manifests/registry/api/answer-fields';
import type { AgentPlace } from './agent-state';

export const lacks = Type.Array(
	Type.Object({
		kind: Type.Enum([...lackKinds]),
		name: string,
		state: Type.Enum(['missing', 'refused', 'unreachable']),
		neededBy: string,
		reason: string,
		fix: string,
		foundAt: { ...orNull(time), description: 'When the service with the process engine found it; null: just now.' },
	}),
	{ description: 'What the answers of the channel need and what is missing, refused or unreachable; empty: nothing.' },
);

export type AnsweredLack = Omit<Lack, 'byEngine' | 'foundAt'> & { foundAt: string | null };

/** Channel processes look every ten minutes. */
const knownMs = 12 * 60_000;

/** Notes a channel's lacks for lists, metrics and `troupe doctor`. @param asks services are asked about their keys */
export async function noteLacks(
	record: ChannelRecord,
	host: AgentPlace,
	parts: Pick<ChannelParts, 'directory' | 'states'>,
	{ asks, signal }: { asks: boolean; signal: AbortSignal },
): Promise<AnsweredLack[]> {
	const [{ findLacks }, { describeNeeds }] = await Promise.all([
		import('../../channels/lacks/find-lacks'),
		import('../../channels/watch-agents'),
	]);
	const { tenant, name: channel, message } = record;
	const { processes } = host;
	const place = processes ? { ...host, tenant: processes.tenant } : host;
	const found = await findLacks(record, { host: place, tenant, asks, signal }, { parts, ...(processes && { engine: processes.engine }) });
	const known = (await parts.states.list(tenant)).find((one) => one.channel === channel && one.part === 'needs');
	const isWhole = message === null || processes !== undefined;
	const earlier = isWhole || !known ? [] : foundByEngine(known);
	const all = withoutDoubles([...earlier, ...found]);
	if (found.length === 0 && !isWhole) return all.map(toAnswer);
	const checkedAt = (host.clock ?? systemClock).now();
	// The serving process knows its environment's secrets better; after a look that asked all services, this one does.
	const isLocal = !asks || found.some(({ state }) => state === 'missing');
	const isKnown =
		isLocal && known !== undefined && known.checkedAt > checkedAt - knownMs && !found.some(({ state }) => state === 'refused');
	if (!isKnown) await parts.states.note({ tenant, channel, ...describeNeeds(channel, all), checkedAt });
	return all.map(toAnswer);
}

/** Findings of the engine's service, with their time. */
const foundByEngine = ({ lacks = [], checkedAt }: ChannelPartState): Lack[] =>
	lacks.filter(({ byEngine }) => byEngine).map((lack) => ({ foundAt: checkedAt, ...lack }));

const toAnswer = ({ byEngine: _byEngine, foundAt, ...lack }: Lack): AnsweredLack => ({ ...lack, foundAt: toIso(foundAt ?? null) });
