import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import type { LateConversation } from '../../../core/ports/channels/waits';
import { string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { decodePlace, toPage } from '../../http/page';
import { operation } from '../operation';
import { checkChannel, ofChannel, scope, tag } from './channels';
import { channelPath, logPage, usualLimit } from './log-page';

const describe = ({ conversation, channel, waitsFor, since }: LateConversation) => ({
	conversation,
	channel,
	waitsFor,
	since: toIso(since),
});
export type DescribedWait = ReturnType<typeof describe>;

export const listWaiting = operation({
	...{ summary: 'List customers who wait for an answer for longer than the channel allows, the longest wait first', tag, method: 'GET' },
	...{ path: `${channelPath}/waiting`, scope },
	input: { params: ofChannel, query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object(logPage),
	/** @throws TroupeError CHANNEL_NOT_FOUND */
	async perform({ channel: name, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const found = await parts.waits.list(tenant, { channel: name, after: decodePlace(after, 0, '') }, max + 1);
		if (found.length === 0) await checkChannel(parts, tenant, name);
		const { items, ...more } = toPage(found, max, ({ since, conversation }) => [since, conversation]);
		return { items: items.map(describe), ...more };
	},
});

export const settle = operation({
	...{
		summary: 'Note that a person has seen to a message that did not reach its customer, or leave a conversation without an answer',
		tag,
	},
	...{ method: 'POST', path: `${channelPath}/settle`, scope },
	input: { params: ofChannel, body: closed({ id: text(100), ...optional({ reason: text(500) }) }) },
	output: Type.Object({ channel: string, id: string, settledBy: string }),
	/** @throws TroupeError INPUT_INVALID for what does not exist, or waits for nobody */
	async perform({ channel: name, id, reason }, { host, by }) {
		const { tenant } = host;
		const { outbox, waits } = await openChannels(host);
		const isMessage = (await outbox.find(tenant, id))?.channel === name;
		const isSettled = isMessage ? await outbox.settle(tenant, id, by) : await waits.leave(tenant, name, id, { by, reason });
		if (isSettled) return { channel: name, id, settledBy: by };
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The channel ${name} has no message and no conversation "${id.slice(0, 60)}" that waits for a person.`,
			fix: `See \`troupe channel unsent\`, or \`troupe channel log ${name} --waiting\`.`,
		});
	},
});
