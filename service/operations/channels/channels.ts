import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { Audios, AudioState } from '../../../core/ports/channels/audios';
import type { ChannelPartState } from '../../../core/ports/channels/channel-states';
import { systemClock } from '../../../core/ports/host';
import type { ChannelRecord, ChannelTraffic } from '../../../core/ports/channels/channel-records';
import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { integer, open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { ofOthers, operation, type OperationContext } from '../operation';
import { agentAway, type AgentPlace, findAwayReason } from './agent-state';
import { lacks, noteLacks } from './channel-lacks';

export const tag = 'channels';
export const scope = 'channel:manage';
export const channel = text(60);
export const ofChannel = closed({ channel });

/** With waiting conversations that changed hands too often, audios by state, and the last findings on account and agent. */
type Listed = ChannelRecord &
	ChannelTraffic & {
		stopped: number;
		/** Customers beyond the channel's permitted wait. */
		waiting: number;
		audios: Partial<Record<AudioState, number>>;
		account: ChannelPartState | undefined;
		agentState: ChannelPartState | undefined;
		needs: ChannelPartState | undefined;
	};

/** With defaults of unset rules. */
export const effectiveRules = ({ rules }: Pick<ChannelRecord, 'rules'>): MailboxRules => ({ ...defaultMailboxRules, ...rules });

const describeState = ({ state, reason, since, checkedAt }: ChannelPartState) => ({
	state,
	reason,
	since: toIso(since),
	checkedAt: toIso(checkedAt),
});

/** Without the address's secret, of which the record has a hash. */
const describe = (record: Listed) => {
	const { name, provider, state, agent, message, credential, settings, handOver, allowedNetworks, refused, lastRefusal, stopped, waiting } =
		record;
	return {
		name,
		provider,
		state,
		agent,
		message,
		credential,
		settings,
		rules: effectiveRules(record),
		handOver,
		allowedNetworks,
		stopped,
		waiting,
		lastAcceptedAt: toIso(record.lastAcceptedAt),
		lastRefusedAt: toIso(record.lastRefusedAt),
		lastRefusal,
		refused,
		audios: record.audios,
		account: record.account ? describeState(record.account) : null,
		agentState: record.agentState && (agent ?? message) !== null ? describeState(record.agentState) : null,
		needs: record.needs ? describeState(record.needs) : null,
		createdAt: toIso(record.createdAt),
		changedAt: toIso(record.changedAt),
		changedBy: record.changedBy,
	};
};
export type DescribedChannel = ReturnType<typeof describe>;

const partState = (description: string) =>
	orNull(Type.Object({ state: string, reason: orNull(string), since: time, checkedAt: time }, { description }));

export const listChannels = operation({
	summary: 'List the channels of the tenant, and what arrived lately',
	tag,
	method: 'GET',
	path: 'channels',
	scope,
	input: {},
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				name: string,
				provider: string,
				state: Type.Enum(['active', 'paused']),
				agent: orNull(string),
				message: orNull(string),
				credential: string,
				settings: open(),
				rules: open(),
				allowedNetworks: texts,
				stopped: integer,
				waiting: integer,
				audios: open(),
				account: partState('As the provider said last, or `channel test` found; null: unknown.'),
				agentState: partState(
					'ready, or away: as processes that serve channels, or turns, found last; null: unknown, or workflows answer.',
				),
				needs: partState('complete, or lacking: what answers need and what is missing, as was found last; null: unknown.'),
				lastAcceptedAt: orNull(time),
				lastRefusedAt: orNull(time),
				lastRefusal: orNull(string),
				refused: integer,
				createdAt: time,
				changedAt: time,
				changedBy: string,
				...optional({ handOver: open() }),
			}),
		),
		timeZone,
	}),
	async perform(_input, { host }) {
		const { tenant } = host;
		const { channels, audios, handOvers, states, waits } = await openChannels(host);
		const [stopped, waiting, counts, found] = await Promise.all([
			...([handOvers.countStopped(tenant), waits.count(tenant)] as const),
			...([audios.count(tenant), states.list(tenant)] as const),
		]);
		const records = await channels.listTraffic(tenant);
		return {
			timeZone: await readTimeZone(host),
			items: records.map((record) =>
				describe({
					...record,
					stopped: stopped.get(record.name) ?? 0,
					waiting: waiting.get(record.name) ?? 0,
					audios: countsOf(record.name, counts),
					account: found.find(({ channel: of, part }) => of === record.name && part === 'account'),
					needs: found.find(({ channel: of, part }) => of === record.name && part === 'needs'),
					agentState: found.find(({ channel: of, part }) => of === record.name && part === 'agent'),
				}),
			),
		};
	},
});

const countsOf = (name: string, counts: Awaited<ReturnType<Audios['count']>>): Listed['audios'] =>
	Object.fromEntries(counts.filter((one) => one.channel === name).map(({ state, count }) => [state, count]));

export const testChannel = operation({
	summary: 'Ask whether the account of a channel works, whether its agent can answer, and what its answers lack',
	tag,
	method: 'POST',
	path: 'channels/:channel/test',
	scope,
	input: { params: ofChannel },
	refusals: ofOthers,
	output: Type.Object({
		name: string,
		state: string,
		detail: string,
		agent: orNull(string),
		message: orNull(string),
		agentAway,
		lacks,
	}),
	/** @throws TroupeError CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND */
	async perform({ channel: name }, { host, signal }: OperationContext<AgentPlace>) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const { directory, states } = parts;
		const found = await directory.find(tenant, name);
		if (!found) throw channelNotFound(name, tenant);
		const health = await found.channel.check(signal);
		const { state, detail } = health;
		const reason = state === 'connected' ? null : detail;
		await states.note({ tenant, channel: name, part: 'account', state, reason, checkedAt: (host.clock ?? systemClock).now() });
		const { agent, message } = found.record;
		const missed = await noteLacks(found.record, host, parts, { asks: true, signal });
		return { name, ...health, agent, message, agentAway: await findAwayReason(found.record, host, parts), lacks: missed };
	},
});

const setState = (verb: 'pause' | 'resume', state: ChannelRecord['state'], summary: string) =>
	operation({
		summary,
		tag,
		method: 'POST',
		path: `channels/:channel/${verb}`,
		scope,
		input: { params: ofChannel },
		output: Type.Object({ name: string, state: string }),
		/** @throws TroupeError CHANNEL_NOT_FOUND */
		async perform({ channel: name }, { host, by }) {
			const { channels } = await openChannels(host);
			if (!(await channels.setState(host.tenant, name, state, by))) throw channelNotFound(name, host.tenant);
			return { name, state };
		},
	});
export const pauseChannel = setState('pause', 'paused', 'Stop answering and sending: what arrives is stored, and waits');
export const resumeChannel = setState('resume', 'active', 'Answer and send again, beginning with what waits');

export const removeChannel = operation({
	summary: 'Remove a channel; its conversations stay until their contacts are forgotten',
	tag,
	method: 'DELETE',
	path: 'channels/:channel',
	scope,
	input: { params: ofChannel },
	output: Type.Object({ name: string, removed: Type.Boolean() }),
	/** @throws TroupeError CHANNEL_NOT_FOUND */
	async perform({ channel: name }, { host }) {
		if (!(await (await openChannels(host)).channels.remove(host.tenant, name))) throw channelNotFound(name, host.tenant);
		return { name, removed: true };
	},
});

/** @throws TroupeError CHANNEL_NOT_FOUND */
export async function checkChannel({ channels }: Pick<ChannelParts, 'channels'>, tenant: string, name: string): Promise<void> {
	if ((await channels.find(tenant, name)) === undefined) throw channelNotFound(name, tenant);
}

export const channelNotFound = (name: string, tenant?: string) =>
	new TroupeError({
		code: 'CHANNEL_NOT_FOUND',
		message: `The tenant${tenant === undefined ? '' : ` ${tenant}`} has no channel "${name.slice(0, 60)}".`,
		fix: 'See `troupe channel list`.',
	});
