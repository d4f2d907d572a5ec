import { createHash } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { Channel, ChannelAbilities, ChannelRequest, OutgoingMessage, Verification } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, optional, text } from '../shared/payload';
import { askProvider, type ProviderAccess, type ProviderRequest, sendByProvider } from '../shared/provider-call';
import { digest, hmac, isSame, readPost, refusal } from '../shared/received';
import { isUserId, readWhatsAppCloud } from './read-whatsapp-cloud';

export interface WhatsAppCloudAccount {
	/** With the version of the API, without a slash at the end. */
	baseUrl: string;
	phoneNumberId: string;
	accessToken: string;
	/** The secret of the app, with which Meta signs. */
	appSecret: string;
	/** Any text; it is entered in Meta's form together with the address. */
	verifyToken: string;
}

export const whatsAppCloudAddress = 'https://graph.facebook.com/v24.0';

const abilities: ChannelAbilities = {
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction', 'template', 'location']),
	maxTextLength: 4096,
	serviceWindowMs: 24 * 3_600_000,
	// A pair of numbers can exchange one message in 6 seconds, with bursts of 45: https://developers.facebook.com/docs/whatsapp/cloud-api/overview
	paceMs: 500,
	signs: true,
};

/** A number of WhatsApp's Cloud API: https://developers.facebook.com/docs/whatsapp/cloud-api. */
export function createWhatsAppCloudChannel(account: WhatsAppCloudAccount, send: typeof fetch): Channel {
	const { baseUrl, phoneNumberId, accessToken, appSecret, verifyToken } = account;
	const access: ProviderAccess = { provider: 'WhatsApp', send, secrets: [accessToken, appSecret, verifyToken] };
	const headers = { authorization: `Bearer ${accessToken}` };
	const request = (method: ProviderRequest['method'], path: string, json?: object): ProviderRequest => ({
		method,
		headers,
		url: `${baseUrl}/${path}`,
		...(json && { json: { messaging_product: 'whatsapp', ...json } }),
	});
	const messages = (json: object) => request('POST', `${phoneNumberId}/messages`, json);
	return {
		abilities,
		verify: (received) => verify(received, { appSecret, verifyToken }),
		read: (stored) => readWhatsAppCloud(stored, phoneNumberId),
		send: (message, signal) => sendByProvider(access, messages(toMessage(message)), readIds, signal),
		async markRead(_address, messageId, signal) {
			await askProvider(access, messages({ status: 'read', message_id: messageId }), signal);
		},
		async download(reference, limits, signal) {
			const media = fields(await askProvider(access, request('GET', encodeURIComponent(reference)), signal));
			const file = await downloadMedia(text(media['url']) ?? '', { send, limits, headers }, signal);
			if (text(media['sha256']) !== undefined && !isSum(file.bytes, text(media['sha256'])!)) throw damaged();
			return file;
		},
		check: (signal) =>
			checkHealth(async () => {
				const path = `${phoneNumberId}?fields=display_phone_number,verified_name,quality_rating`;
				const { verified_name: name, quality_rating: quality } = fields(await askProvider(access, request('GET', path), signal));
				return {
					state: 'connected',
					detail: `The number of ${text(name) ?? 'the account'} works; its quality is ${text(quality) ?? 'unknown'}.`,
				};
			}),
	};
}

/** The handshake of Meta's form, and the signature of each message. Meta signs no time; repeated requests are recognized by their content. */
function verify(request: ChannelRequest, { appSecret, verifyToken }: { appSecret: string; verifyToken: string }): Verification {
	const { method, query, headers, body } = request;
	if (method === 'GET') {
		const challenge = query['hub.challenge'] ?? '';
		const isRight =
			query['hub.mode'] === 'subscribe' && isSame(query['hub.verify_token'], verifyToken) && /^[\w.-]{1,200}$/.test(challenge);
		if (!isRight) return refusal(403, 'secret', "The verify token in Meta's form is not that of the credential.");
		return { kind: 'answer', status: 200, contentType: 'text/plain', body: challenge };
	}
	if (!isSame(headers['x-hub-signature-256'], `sha256=${hmac(appSecret, body)}`)) {
		return refusal(401, 'signature', 'The header X-Hub-Signature-256 is missing or does not fit the body.');
	}
	const read = readPost(request);
	return 'kind' in read ? read : { kind: 'accepted', key: digest(body), stored: read.text };
}

/** @throws TroupeError INPUT_INVALID */
function toMessage({ id, address, content, replyTo }: OutgoingMessage): object {
	return {
		recipient_type: 'individual',
		...(isUserId(address) ? { recipient: address } : { to: address }),
		...(replyTo !== undefined && content.kind !== 'reaction' && { context: { message_id: replyTo } }),
		biz_opaque_callback_data: id,
		...toContent(content),
	};
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages */
function toContent(content: MessageContent): object {
	switch (content.kind) {
		case 'text':
			return { type: 'text', text: { body: content.text, preview_url: false } };
		case 'reaction':
			return { type: 'reaction', reaction: { message_id: content.messageId, emoji: content.emoji } };
		case 'location': {
			const { latitude, longitude, name, address } = content;
			return { type: 'location', location: { latitude, longitude, ...optional('name', name), ...optional('address', address) } };
		}
		case 'template': {
			const parameters = content.parameters.map((value) => ({ type: 'text', text: value }));
			const components = parameters.length > 0 ? [{ type: 'body', parameters }] : [];
			return { type: 'template', template: { name: content.name, language: { code: content.language }, components } };
		}
		default: {
			const { kind, reference, caption, fileName } = content;
			const words = { ...(kind !== 'audio' && optional('caption', caption)), ...(kind === 'document' && optional('filename', fileName)) };
			return { type: kind, [kind]: { link: reference, ...words } };
		}
	}
}

function readIds(body: unknown): string[] {
	const messages = fields(body)['messages'];
	return (Array.isArray(messages) ? messages : []).map((message) => text(fields(message)['id'])).filter((id) => id !== undefined);
}

/** Meta writes sums in hexadecimal digits, and in messages in base64. */
const isSum = (bytes: Uint8Array, sum: string): boolean =>
	(['hex', 'base64'] as const).some((encoding) => createHash('sha256').update(bytes).digest(encoding) === sum);

const damaged = () =>
	new TroupeError({
		code: 'CHANNEL_MEDIA_REFUSED',
		message: 'The media file is not the one that WhatsApp announced: its checksum differs.',
		fix: 'Ask the contact to send it again, or to write it.',
	});
