import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { checkSignature, isSecret, signedHeaders } from '../../../core/base/network/webhook-signature';
import type { Channel, ChannelAbilities, ChannelRequest, OutgoingMessage, Verification } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, optional, text } from '../shared/payload';
import { askProvider, type ProviderAccess, type ProviderRequest, sendByProvider } from '../shared/provider-call';
import { digest, isSame, readPost, type Refusal, refusal } from '../shared/received';
import { readWebhook } from './read-webhook';

export interface WebhookAccount {
	sendTo: string;
	/** How requests prove their sender. `signed`: by a signature or the token. `address`: by the secret in the channel's address. */
	incoming: string;
	/** `whsec_` and base64. It signs both directions. */
	signingSecret: string;
	token?: string;
}

const abilities = (signs: boolean): ChannelAbilities => ({
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'location']),
	maxTextLength: 4096,
	paceMs: 100,
	// The id of a Standard Webhook stays the same, so that the receiver recognizes it.
	takesOnce: true,
	signs,
});

/**
 * Any program that posts JSON, in both directions with the signatures of https://www.standardwebhooks.com.
 * @throws TroupeError INPUT_INVALID for an address, a way of protection or a secret that does not exist
 */
export function createWebhookChannel(account: WebhookAccount, send: typeof fetch): Channel {
	checkWebhook(account);
	const { sendTo, signingSecret, token } = account;
	const access: ProviderAccess = { provider: 'The webhook', send, secrets: [signingSecret, token ?? ''] };
	const request = (id: string, json: object): ProviderRequest => ({
		method: 'POST',
		url: sendTo,
		json,
		headers: signedHeaders(signingSecret, id, Date.now(), JSON.stringify(json)),
	});
	return {
		abilities: abilities(account.incoming === 'signed'),
		verify: (received) => verify(received, account),
		read: (stored) => readWebhook(stored, new URL(sendTo).host),
		send: (message, signal) => {
			// Zapier and others take a request without telling an id of their own.
			const readIds = (body: unknown) => [text(fields(body)['id']) ?? message.id];
			return sendByProvider(access, request(message.id, toJson(message)), readIds, signal);
		},
		download: (reference, limits, signal) => downloadMedia(reference, { send, limits }, signal),
		check: (signal) =>
			checkHealth(async () => {
				await askProvider(access, request(randomUUID(), { type: 'ping' }), signal);
				return { state: 'connected', detail: 'The address took a request of the type "ping".' };
			}),
	};
}

function checkWebhook({ sendTo, incoming, signingSecret }: WebhookAccount): void {
	if (!URL.canParse(sendTo) || !/^https?:$/.test(new URL(sendTo).protocol)) {
		throw invalid('The setting "sendTo" of the webhook is not an address.', 'Write one such as https://hooks.example.com/troupe.');
	}
	if (incoming !== 'signed' && incoming !== 'address') {
		throw invalid(
			`The setting "incoming" is ${JSON.stringify(incoming.slice(0, 60))}.`,
			'Write "address", or leave it out: requests are signed.',
		);
	}
	if (!isSecret(signingSecret)) {
		const fix = 'Make one with: echo "whsec_$(openssl rand -base64 32)"';
		throw invalid('The "signingSecret" of the credential is not "whsec_" with 24 to 64 bytes in base64.', fix);
	}
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

function verify(request: ChannelRequest, account: WebhookAccount): Verification {
	const refused = findRefusal(request, account);
	if (refused !== undefined) return refused;
	const read = readPost(request);
	if ('kind' in read) return read;
	const { payload, text: stored } = read;
	if (text(payload['type']) === undefined) return refusal(400, 'format', 'The body has no "type".');
	const missing = payload['type'] === 'message' ? ['id', 'address'].find((name) => text(payload[name]) === undefined) : undefined;
	if (missing !== undefined) return refusal(400, 'format', `The message has no "${missing}".`);
	const id = request.headers['webhook-id'];
	return { kind: 'accepted', key: id === undefined ? digest(request.body) : `id ${id.slice(0, 200)}`, stored };
}

function findRefusal(
	{ headers, body, receivedAt }: ChannelRequest,
	{ incoming, signingSecret, token }: WebhookAccount,
): Refusal | undefined {
	if (headers['webhook-signature'] !== undefined) {
		const found = checkSignature(signingSecret, headers, body, receivedAt);
		if (found === 'valid') return undefined;
		const why =
			found === 'timestamp' ? 'webhook-timestamp differs from our clock by more than five minutes.' : 'webhook-signature does not fit.';
		return refusal(401, found, `The header ${why}`);
	}
	if (incoming === 'address') return undefined;
	if (token !== undefined && isSame(headers['authorization'], `Bearer ${token}`)) return undefined;
	return refusal(401, 'signature', 'The header webhook-signature is missing, and there is no right token.');
}

/** @throws TroupeError INPUT_INVALID */
function toJson({ id, address, content, replyTo }: OutgoingMessage): object {
	return { type: 'message', id, address, ...toContent(content), ...optional('replyTo', replyTo) };
}

function toContent(content: MessageContent): object {
	switch (content.kind) {
		case 'text':
			return { text: content.text };
		case 'reaction':
			return { reaction: { emoji: content.emoji, messageId: content.messageId } };
		case 'location': {
			const { latitude, longitude, name } = content;
			return { location: { latitude, longitude, ...optional('name', name) } };
		}
		case 'template':
			throw invalid('A webhook cannot send a message of the kind "template".', 'Send a text instead.');
		default: {
			const { kind, reference: url, mimeType, fileName, caption } = content;
			return {
				media: { kind, url, ...optional('mimeType', mimeType), ...optional('fileName', fileName), ...optional('caption', caption) },
			};
		}
	}
}
