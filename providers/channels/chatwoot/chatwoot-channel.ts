import { TroupeError } from '../../../core/base/errors';
import type { Channel, ChannelAbilities, ChannelRequest, MessageContent, OutgoingMessage, Verification } from '../../../core/ports';
import { downloadMedia } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, text } from '../shared/payload';
import { sendByProvider } from '../shared/provider-call';
import { digest, hmac, isSame, readPost, refusal } from '../shared/received';
import { accessChatwoot, type ChatwootAccount, findOwnMessage, inConversation, maxAgeMs } from './chatwoot-access';
import { createChatwootDesk } from './chatwoot-desk';
import { readChatwoot } from './read-chatwoot';

const abilities = (signs: boolean): ChannelAbilities => ({
	sends: new Set(['text']),
	// Chatwoot takes 150,000; what its inbox is connected to takes less.
	maxTextLength: 4096,
	paceMs: 300,
	signs,
});

/** An inbox of Chatwoot, whatever it is connected to: https://developers.chatwoot.com. People and the agent answer in the same conversations. */
export function createChatwootChannel(account: ChatwootAccount, send: typeof fetch): Channel {
	const { baseUrl, accountId, inboxId, webhookSecret } = account;
	const chatwoot = accessChatwoot(account, send);
	const { access, request, ask } = chatwoot;
	return {
		abilities: abilities(webhookSecret !== undefined),
		desk: createChatwootDesk(chatwoot, inboxId),
		verify: (received) => verify(received, account),
		read: (stored) => readChatwoot(stored, { inboxId, source: `${new URL(baseUrl).host}/${accountId}` }),
		send: (message, signal) =>
			sendByProvider(access, request('POST', inConversation(message.address, 'messages'), toMessage(message)), readIds, signal),
		async findSent({ id, address }, since, signal) {
			const found = await findOwnMessage(chatwoot, { address, id, since }, signal);
			return found === undefined ? undefined : [found];
		},
		async connect(url, signal) {
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
	return { kind: 'accepted', key: request.headers['x-chatwoot-delivery']?.slice(0, 200) ?? digest(request.body), stored: read.text };
}

/** `troupe` comes back with the message's event, and in lists of messages. @throws TroupeError INPUT_INVALID */
function toMessage({ id, content, replyTo }: OutgoingMessage): object {
	if (content.kind !== 'text') throw unsupported(content);
	const attributes = { troupe: id, ...(replyTo !== undefined && { in_reply_to: Number(replyTo) }) };
	return { content: content.text, message_type: 'outgoing', private: false, content_attributes: attributes };
}

function readIds(body: unknown): string[] {
	const id = text(fields(body)['id']);
	return id === undefined ? [] : [id];
}

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({
		...{ code: 'INPUT_INVALID', message: `Chatwoot cannot send a message of the kind "${kind}".` },
		fix: 'Send a text with the address of the file.',
	});
