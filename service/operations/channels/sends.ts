import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import type { Send, SendState } from '../../../core/ports/channels/outbox';
import { string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { operation } from '../operation';
import { channel, checkChannel, ofChannel, scope, tag } from './channels';
import { readTimeZone } from '../conversations/read-day';
import { channelPath, logPage, logQuery, pageOf, placeOf, usualLimit } from './log-page';

export const sendStates = [
	...(['queued', 'held', 'sending', 'unknown', 'sent', 'delivered', 'read', 'refused', 'failed', 'withdrawn'] as const),
] as const satisfies readonly SendState[];

/** Without the text, which contains personal data. */
export const describeSend = ({
	id,
	channel: name,
	conversation,
	content,
	run,
	state,
	attempts,
	reason,
	code,
	createdAt,
	sentAt,
}: Send) => ({
	id,
	channel: name,
	conversation,
	kind: content.kind,
	run,
	state,
	attempts,
	reason,
	code,
	createdAt: toIso(createdAt),
	sentAt: toIso(sentAt),
});
export type DescribedSend = ReturnType<typeof describeSend>;

export const listSends = operation({
	summary: 'List what was sent through a channel, the newest first',
	tag,
	method: 'GET',
	path: `${channelPath}/sends`,
	scope,
	input: { params: ofChannel, query: logQuery(sendStates) },
	output: Type.Object(logPage),
	/** @throws TroupeError CHANNEL_NOT_FOUND */
	async perform({ channel: name, state, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const sends = await parts.outbox.list(tenant, { channel: name, state, before: placeOf(after) }, max + 1);
		if (sends.length === 0) await checkChannel(parts, tenant, name);
		return { ...pageOf(sends, max, describeSend), timeZone: await readTimeZone(host) };
	},
});

export const resendMessage = operation({
	summary: 'Send a message again that was refused, failed or has an unknown outcome',
	tag,
	method: 'POST',
	path: `${channelPath}/resend`,
	scope,
	input: { params: ofChannel, body: closed({ id: text(100) }) },
	output: Type.Object({ channel: string, id: string, state: string }),
	/** @throws TroupeError INPUT_INVALID for an unknown message, or one that needs no second attempt */
	async perform({ channel: name, id }, { host }) {
		const { tenant } = host;
		const { outbox, handOvers } = await openChannels(host);
		const send = await outbox.find(tenant, id);
		const isSent = send?.channel === name ? await outbox.resend(tenant, id) : await handOvers.rewrite(tenant, name, id);
		if (isSent === true) return { channel: name, id, state: 'queued' };
		if (isSent !== false)
			throw invalid(
				`The message "${id}" is not sent again: ${isSent.missing}.`,
				'Record one with `troupe contacts consent`, if there is one. See docs/channels/consent.md.',
			);
		throw invalid(
			`The channel ${name} has no message or note "${id.slice(0, 60)}" that was refused, failed or has an unknown outcome, or the customer opted out.`,
			`See \`troupe channel log ${name} --sent\`, or \`--people --json\`.`,
		);
	},
});

export const listUnsent = operation({
	summary: 'List the messages of all channels that did not reach their customers, until they are sent again or settled',
	tag,
	method: 'GET',
	path: 'unsent-messages',
	scope,
	input: { query: closed(optional({ channel, limit: limit(1_000), cursor })) },
	output: Type.Object(logPage),
	/** @throws TroupeError CHANNEL_NOT_FOUND */
	async perform({ channel: name, limit: max = usualLimit, cursor: after }, { host }) {
		const { tenant } = host;
		const parts = await openChannels(host);
		const sends = await parts.outbox.list(tenant, { channel: name, isUnsent: true, before: placeOf(after) }, max + 1);
		if (sends.length === 0 && name !== undefined) await checkChannel(parts, tenant, name);
		return { ...pageOf(sends, max, describeSend), timeZone: await readTimeZone(host) };
	},
});

export const settleMessage = operation({
	summary: 'Note that a person has seen to a message that did not reach its customer',
	tag,
	method: 'POST',
	path: `${channelPath}/settle`,
	scope,
	input: { params: ofChannel, body: closed({ id: text(100) }) },
	output: Type.Object({ channel: string, id: string, settledBy: string }),
	/** @throws TroupeError INPUT_INVALID for an unknown message, or one that waits for nobody */
	async perform({ channel: name, id }, { host, by }) {
		const { tenant } = host;
		const { outbox } = await openChannels(host);
		if ((await outbox.find(tenant, id))?.channel === name && (await outbox.settle(tenant, id, by)))
			return { channel: name, id, settledBy: by };
		throw invalid(
			`The channel ${name} has no message "${id.slice(0, 60)}" that waits for a person.`,
			'See `troupe channel unsent`. A conversation is settled with `troupe conversation settle`.',
		);
	},
});

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
