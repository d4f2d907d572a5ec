import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import type { DeskWrite, HandOver } from '../../../core/ports/channels/hand-overs';
import { open } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { operation } from '../operation';
import { decodePlace, toPage } from '../../http/page';
import { checkChannel, ofChannel, scope, tag } from './channels';
import { readTimeZone } from '../conversations/read-day';
import { channelPath, logPage, usualLimit } from './log-page';

const describeWrite = ({ id, desk, content, state, attempts, reason }: DeskWrite) => ({
	id,
	desk,
	kind: content.kind,
	state,
	attempts,
	reason,
});
const describeHandOver = ({ writes, at, answerBy, ...facts }: HandOver) => ({
	...facts,
	at: toIso(at),
	answerBy: toIso(answerBy),
	writes: writes.map(describeWrite),
});
export type DescribedWrite = ReturnType<typeof describeWrite>;
export type DescribedHandOver = ReturnType<typeof describeHandOver>;

export const listHandOvers = operation({
	summary: 'List hand-overs with their summaries, who switched the agent on and off, and what the desk did not get',
	tag,
	method: 'GET',
	path: `${channelPath}/hand-overs`,
	scope,
	input: { params: ofChannel, query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({
		...logPage,
		modes: Type.Array(open(), { description: 'Without a cursor' }),
		lostNotes: Type.Array(open(), { description: 'About messages that did not arrive, without a cursor' }),
	}),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel: name, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const modes = after === undefined ? await parts.handOvers.listModes(tenant, name, max) : [];
		const lostNotes = after === undefined ? await parts.handOvers.listLostNotes(tenant, name, max) : [];
		const before = decodePlace(after, 0, '');
		const found = await parts.handOvers.list(tenant, { channel: name, before }, max + 1);
		if (modes.length + lostNotes.length + found.length === 0) await checkChannel(parts, tenant, name);
		const { items, ...more } = toPage(found, max, ({ at, id }) => [at, id]);
		return {
			items: items.map(describeHandOver),
			timeZone: await readTimeZone(host),
			...more,
			modes: modes.map(({ at, ...mode }) => ({ ...mode, at: toIso(at) })),
			lostNotes: lostNotes.map(describeWrite),
		};
	},
});
