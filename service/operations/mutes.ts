import * as Type from 'typebox/type';
import { closed, optional, orNull } from '../../core/base/shape';
import { type MuteEffect, setMute } from '../../core/channels/mutes/set-mute';
import { listOriginNames } from '../../core/conversations/choose-origin';
import { type MuteScope, parseMuteName } from '../../core/conversations/mutes/mute-name';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Mute } from '../../core/ports/channels/mutes';
import { integer, string, time } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, reason, text } from '../../manifests/registry/api/fields';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { decodePlace, pageByName, toPage } from '../http/page';
import { readTimeZone, timeZone } from './conversations/read-day';
import { operation, type OperationContext } from './operation';

const tag = 'mutes';
const scope = 'channel:manage';

const mute = Type.Object({ name: string, muted: Type.Boolean(), reason: orNull(string), changedAt: time, changedBy: string });
const page = closed(optional({ limit: limit(1_000), cursor }));
const mutePage = Type.Object({ timeZone, items: Type.Array(mute), cursor: Type.Optional(string) });

const describe = ({ name, reason: why, changedBy, isMuted, changedAt }: Mute) => ({
	...{ name, reason: why, changedBy, muted: isMuted, changedAt: new Date(changedAt).toISOString() },
});
export type DescribedMute = ReturnType<typeof describe>;

export const listMutes = operation({
	...{ summary: 'List the channels and origins whose agents are silent', tag, method: 'GET', path: 'mutes', scope },
	input: { query: page },
	output: mutePage,
	async perform({ limit: max = 50, cursor: after }, { host }) {
		const { mutes } = await openChannels(host);
		const muted = (await mutes.list(host.tenant)).filter(({ isMuted }) => isMuted);
		const { items, ...more } = pageByName(muted, max, after);
		return { timeZone: await readTimeZone(host), items: items.map(describe), ...more };
	},
});

export const listMuteChanges = operation({
	...{ summary: 'List who muted which agents and who unmuted them, the newest first', tag, method: 'GET', path: 'mutes/log', scope },
	input: { query: page },
	output: mutePage,
	async perform({ limit: max = 50, cursor: after }, { host }) {
		const { mutes } = await openChannels(host);
		const read = await mutes.log(host.tenant, max + 1, decodePlace(after, 0)?.[0]);
		const { items, ...more } = toPage(read, max, ({ number }) => [number]);
		return { timeZone: await readTimeZone(host), items: items.map(describe), ...more };
	},
});

// Reasons are words of people, and names can be those of campaigns: neither is in an address.
const named = { name: text(150), ...optional({ reason }) };
const done = {
	...{ name: string, muted: Type.Boolean(), conversations: integer },
	warning: Type.Optional(Type.String({ description: 'What does not prevent it, such as a channel or an origin that does not exist' })),
};

type Given = { name: string; reason?: string; answersWaiting?: boolean };

async function change(isMuted: boolean, { reason: why = '', ...more }: Given, { host, by }: OperationContext) {
	const scoped = parseMuteName(more.name);
	const parts = await openChannels(host);
	const effect = await setMute(parts, host.tenant, { ...more, isMuted, reason: why || null, by });
	const warning = findWarning(scoped, await parts.channels.list(host.tenant), host.tenant, effect);
	return { name: more.name, muted: isMuted, ...counted(effect), ...(warning !== undefined && { warning }) };
}

/** A slip in a name would leave agents talking while people believe that they are silent. */
function findWarning(
	{ channel, origin }: MuteScope,
	channels: readonly ChannelRecord[],
	tenant: string,
	{ conversations }: MuteEffect,
): string | undefined {
	const within = channels.filter(({ name }) => channel === undefined || name === channel);
	if (channel !== undefined && within.length === 0) return `the tenant ${tenant} has no channel ${channel}`;
	const names = within.flatMap(({ rules }) => listOriginNames(rules));
	if (origin === undefined || conversations > 0 || within.length === 0 || names.includes(origin)) return undefined;
	return `nobody came from ${origin}, and no rule calls an origin so; the names are ${[...new Set(names)].join(', ')}, and those of labels`;
}

/** A mute withdraws what waits to be sent; its end leaves messages unanswered. */
const counted = (effect: MuteEffect) => ({
	conversations: effect.conversations,
	...(effect.isMuted
		? { withdrawn: effect.withdrawn, dropped: undefined, wasMuted: undefined }
		: { withdrawn: undefined, dropped: effect.dropped, wasMuted: effect.wasMuted }),
});

export const addMute = operation({
	...{ summary: 'Silence the agents of a channel or an origin, on all machines', tag, method: 'POST', path: 'mutes', scope },
	input: { body: closed(named) },
	output: Type.Object({ ...done, withdrawn: integer }),
	perform: (input, context) => change(true, input, context),
});

export const removeMute = operation({
	...{ summary: 'Let the agents of a channel or an origin answer again', tag, method: 'POST', path: 'mutes/remove', scope },
	input: { body: closed({ ...named, ...optional({ answerWaiting: Type.Boolean() }) }) },
	output: Type.Object({ ...done, dropped: integer, wasMuted: Type.Boolean({ description: 'Whether there was a mute to remove' }) }),
	perform: ({ answerWaiting: answersWaiting, ...input }, context) => change(false, { ...input, answersWaiting }, context),
});
