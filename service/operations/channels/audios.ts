import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import type { AudioRecord, AudioState } from '../../../core/ports/channels/audios';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { operation } from '../operation';
import { decodePlace, toPage } from '../../http/page';
import { checkChannel, ofChannel, scope, tag } from './channels';
import { readTimeZone } from '../conversations/read-day';
import { logPage, channelPath, logQuery, usualLimit } from './log-page';

export const audioStates = ['waiting', 'transcribed', 'failed', 'summarized', 'erased'] as const satisfies readonly AudioState[];

/** Without the transcript, which contains personal data. */
const describeAudio = ({ tenant: _tenant, createdAt, endedAt, ...record }: AudioRecord) => ({
	...record,
	createdAt: toIso(createdAt),
	endedAt: toIso(endedAt),
});
export type DescribedAudio = ReturnType<typeof describeAudio>;

export const listAudios = operation({
	summary: 'List what became of the audios of a channel, the newest first',
	tag,
	method: 'GET',
	path: `${channelPath}/audios`,
	scope,
	input: { params: ofChannel, query: logQuery(audioStates) },
	output: Type.Object(logPage),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel: name, state, limit: max = usualLimit, cursor: after }, { host }) {
		const parts = await openChannels(host);
		const before = decodePlace(after, 0, 0, '');
		const records = await parts.audios.list(host.tenant, { channel: name, state, before }, max + 1);
		if (records.length === 0) await checkChannel(parts, host.tenant, name);
		const { items, ...more } = toPage(records, max, ({ createdAt, number, conversation }) => [createdAt, number, conversation]);
		return { items: items.map(describeAudio), timeZone: await readTimeZone(host), ...more };
	},
});
