import { TroupeError } from '../../../core/base/errors';
import type { Channel, ChannelAbilities, ChannelRequest, OutgoingMessage, Verification } from '../../../core/ports/channels/channel';
import { isMedia, type MediaContent, type MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia, mediaRefused } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, text } from '../shared/payload';
import { sendByProvider } from '../shared/provider-call';
import { digest, hmac, isSame, readPost, refusal } from '../shared/received';
import { accessChatwoot, type ChatwootAccount, findOwnMessage, inConversation, maxAgeMs, objects } from './chatwoot-access';
import { createChatwootDesk } from './chatwoot-desk';
import { readChatwoot } from './read-chatwoot';

/** Chatwoot itself takes files of 40 MiB, unless its operator says otherwise. */
const fileLimits = { maxBytes: 16 * 1_048_576, timeoutMs: 20_000 };

const abilities = (signs: boolean): ChannelAbilities => ({
	sends: new Set(['text', 'audio', 'image', 'video', 'document']),
	// Chatwoot takes 150,000; what its inbox is connected to takes less.
	maxTextLength: 4096,
	paceMs: 300,
	signs,
});

/**
 * An inbox of Chatwoot, whatever it is connected to: https://developers.chatwoot.com. People and the agent answer in the same conversations.
 * @param fetchFile loads files that are sent, from addresses that users or models write
 */
export function createChatwootChannel(account: ChatwootAccount, send: typeof fetch, fetchFile: typeof fetch = send): Channel {
	const { baseUrl, accountId, inboxId, webhookSecret } = account;
	const source = `${new URL(baseUrl).host}/${accountId}`;
	const chatwoot = accessChatwoot(account, send);
	const { access, request, ask } = chatwoot;
	return {
		abilities: abilities(webhookSecret !== undefined),
		desk: createChatwootDesk(chatwoot, { inboxId, source }),
		verify: (received) => verify(received, account),
		read: (stored) => readChatwoot(stored, { inboxId, source }),
		async send(message, signal) {
			const to = request('POST', inConversation(message.address, 'messages'));
			const body = isMedia(message.content)
				? { form: await toForm(message, message.content, fetchFile, signal) }
				: { json: toMessage(message) };
			return sendByProvider(access, { ...to, ...body }, readIds, signal);
		},
		async findSent({ id, address }, since, signal) {
			const found = await findOwnMessage(chatwoot, { address, id, since }, signal);
			return found === undefined ? undefined : [found];
		},
		async connect(url, signal) {
			const { webhooks } = fields(fields(await ask('GET', 'webhooks', undefined, signal))['payload']);
			// A second entry would send everything twice.
			if (objects(webhooks).some((webhook) => webhook['url'] === url)) return;
			const subscriptions = ['message_created', 'message_updated', 'conversation_status_changed', 'conversation_updated'];
			await ask('POST', 'webhooks', { webhook: { url, subscriptions } }, signal);
		},
		async showTyping(address, signal) {
			await ask('POST', inConversation(address, 'toggle_typing_status'), { typing_status: 'on', is_private: false }, signal);
		},
		download: (reference, limits, signal) => downloadMedia(reference, { send, limits }, signal),
		check: (signal) =>
			checkHealth(async () => {
				const inbox = fields(await ask('GET', `inboxes/${encodeURIComponent(inboxId)}`, undefined, signal));
				return { state: 'connected', detail: `The inbox ${text(inbox['name']) ?? inboxId} can be reached.` };
			}),
	};
}

function verify(request: ChannelRequest, { webhookSecret, accountId }: ChatwootAccount): Verification {
	if (webhookSecret !== undefined) {
		const stamp = request.headers['x-chatwoot-timestamp'] ?? '';
		const signature = `sha256=${hmac(webhookSecret, `${stamp}.`, request.body)}`;
		if (!isSame(request.headers['x-chatwoot-signature'], signature)) {
			return refusal(401, 'signature', 'The header X-Chatwoot-Signature is missing or does not fit the body.');
		}
		if (!(Math.abs(Number(stamp) * 1_000 - request.receivedAt) <= maxAgeMs)) {
			return refusal(401, 'timestamp', 'X-Chatwoot-Timestamp differs from our clock by more than five minutes.');
		}
	}
	const read = readPost(request);
	if ('kind' in read) return read;
	const account = text(fields(read.payload['account'])['id']);
	if (account !== undefined && account !== accountId) return refusal(403, 'instance', 'The request is about another account.');
	// The signature does not cover the header with the delivery: whoever repeats a signed request can write another one.
	return { kind: 'accepted', key: digest(request.body), stored: read.text };
}

/** `troupe` comes back with the message's event, and in lists of messages. @throws TroupeError INPUT_INVALID */
function toMessage({ id, content, replyTo }: OutgoingMessage): object {
	if (content.kind !== 'text') throw unsupported(content);
	return { content: content.text, message_type: 'outgoing', private: false, content_attributes: toAttributes(id, replyTo) };
}

const toAttributes = (id: string, replyTo: string | undefined) => ({
	troupe: id,
	...(replyTo !== undefined && { in_reply_to: Number(replyTo) }),
});

/** Chatwoot takes files only as a part of the request. @throws TroupeError CHANNEL_MEDIA_REFUSED, CHANNEL_UNREACHABLE, ADDRESS_REFUSED */
async function toForm(
	{ id, replyTo }: OutgoingMessage,
	{ kind, reference, caption = '', fileName }: MediaContent,
	fetchFile: typeof fetch,
	signal: AbortSignal,
): Promise<FormData> {
	const { bytes, mimeType } = await downloadMedia(reference, { send: fetchFile, limits: fileLimits }, signal);
	if (kind !== 'document' && !mimeType.startsWith(`${kind}/`)) throw mediaRefused(`is not of the kind "${kind}" but ${mimeType}`);
	const form = new FormData();
	form.set('content', caption);
	form.set('message_type', 'outgoing');
	form.set('private', 'false');
	form.set('content_attributes', JSON.stringify(toAttributes(id, replyTo)));
	const name = fileName ?? new URL(reference).pathname.split('/').at(-1);
	form.set('attachments[]', new Blob([new Uint8Array(bytes)], { type: mimeType }), name || kind);
	return form;
}

function readIds(body: unknown): string[] {
	const id = text(fields(body)['id']);
	return id === undefined ? [] : [id];
}

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Chatwoot cannot send a message of the kind "${kind}".`,
		fix: 'Send a text instead.',
	});
