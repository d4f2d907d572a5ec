import { TroupeError } from '../../../core/base/errors';
import type {
	Channel,
	ChannelAbilities,
	ChannelHealth,
	ChannelRequest,
	OutgoingMessage,
	Verification,
} from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { downloadMedia } from '../shared/download-media';
import { checkHealth } from '../shared/health';
import { fields, text } from '../shared/payload';
import { askProvider, type ProviderAccess, type ProviderRequest, sendByProvider } from '../shared/provider-call';
import { readPost, refusal } from '../shared/received';
import { readZApi } from './read-z-api';

/** @param clientToken the account's security token, for requests to Z-API */
export interface ZApiAccount {
	/** Without a slash at the end. */
	baseUrl: string;
	instanceId: string;
	token: string;
	clientToken: string;
}

export const zApiAddress = 'https://api.z-api.io';

const abilities: ChannelAbilities = {
	sends: new Set(['text', 'audio', 'image', 'video', 'document', 'reaction']),
	maxTextLength: 4096,
	// Z-API itself waits 1 to 3 seconds between messages of an instance.
	paceMs: 1_000,
	signs: false,
};

/** A WhatsApp number at Z-API, an unofficial provider: https://developer.z-api.io. It signs nothing. */
export function createZApiChannel({ baseUrl, instanceId, token, clientToken }: ZApiAccount, send: typeof fetch): Channel {
	const access: ProviderAccess = { provider: 'Z-API', send, secrets: [token, clientToken] };
	const request = (method: ProviderRequest['method'], path: string, json?: unknown): ProviderRequest => ({
		method,
		json,
		headers: { 'client-token': clientToken },
		url: `${baseUrl}/instances/${encodeURIComponent(instanceId)}/token/${encodeURIComponent(token)}/${path}`,
	});
	return {
		abilities,
		verify: (received) => verify(received, instanceId),
		read: readZApi,
		send: (message, signal) => {
			const { path, json } = toRequest(message);
			return sendByProvider(access, request('POST', path, json), readIds, signal);
		},
		async withdraw(messageIds, signal) {
			let withdrawn = false;
			for (const id of messageIds) {
				const removed = await askProvider(access, request('DELETE', `queue/${encodeURIComponent(id)}`), signal).catch(() => undefined);
				withdrawn ||= removed !== undefined;
			}
			return withdrawn;
		},
		async markRead(phone, messageId, signal) {
			await askProvider(access, request('POST', 'read-message', { phone, messageId }), signal);
		},
		download: (reference, limits, signal) => downloadMedia(reference, { send, limits }, signal),
		check: (signal) => checkHealth(async () => toHealth(await askProvider(access, request('GET', 'status'), signal))),
	};
}

function verify(request: ChannelRequest, instanceId: string): Verification {
	const read = readPost(request);
	if ('kind' in read) return read;
	if (read.payload['instanceId'] !== instanceId) return refusal(403, 'instance', 'The request is about another instance.');
	return { kind: 'accepted', key: findKey(read.payload, read.text), stored: read.text };
}

/** Z-API repeats a request with the same ids and the same time. */
function findKey(payload: Record<string, unknown>, stored: string): string {
	const ids = Array.isArray(payload['ids']) ? payload['ids'].join(',') : '';
	const parts = ['type', 'messageId', 'status', 'momment', 'phone'].map((name) => text(payload[name]) ?? '');
	return `${parts.join(' ')} ${payload['fromMe'] === true} ${ids}`.slice(0, 500) || stored.slice(0, 500);
}

/** Z-API's paths for each kind of content. @throws TroupeError INPUT_INVALID */
function toRequest({ address: phone, content, replyTo }: OutgoingMessage): { path: string; json: unknown } {
	const messageId = replyTo === undefined ? {} : { messageId: replyTo };
	switch (content.kind) {
		case 'text':
			return { path: 'send-text', json: { phone, message: content.text, ...messageId } };
		case 'audio':
			return { path: 'send-audio', json: { phone, audio: content.reference, ...messageId } };
		case 'image':
		case 'video':
			return { path: `send-${content.kind}`, json: { phone, [content.kind]: content.reference, caption: content.caption, ...messageId } };
		case 'document': {
			const fileName = content.fileName ?? 'document.pdf';
			const extension = /\.([a-z0-9]{1,8})$/i.exec(fileName)?.[1] ?? 'pdf';
			return { path: `send-document/${extension.toLowerCase()}`, json: { phone, document: content.reference, fileName, ...messageId } };
		}
		case 'reaction':
			if (content.emoji === '') return { path: 'send-remove-reaction', json: { phone, messageId: content.messageId } };
			return { path: 'send-reaction', json: { phone, reaction: content.emoji, messageId: content.messageId } };
		default:
			throw unsupported(content);
	}
}

const unsupported = ({ kind }: MessageContent) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `Z-API cannot send a message of the kind "${kind}".`, fix: 'Send a text instead.' });

/** The echo comes with `messageId`, statuses with it too; `zaapId` names the message in Z-API's queue. */
function readIds(body: unknown): string[] {
	const { messageId, id, zaapId } = fields(body);
	return [...new Set([messageId, id, zaapId].map(text).filter((value) => value !== undefined))];
}

/** `{connected, smartphoneConnected, error}` */
function toHealth(status: unknown): ChannelHealth {
	const { connected, smartphoneConnected, error } = fields(status);
	if (connected === true && smartphoneConnected !== false) return { state: 'connected', detail: 'The phone is connected.' };
	const detail = connected === true ? 'The phone has no connection to the internet.' : (text(error) ?? 'The phone is not connected.');
	return { state: 'disconnected', detail };
}
