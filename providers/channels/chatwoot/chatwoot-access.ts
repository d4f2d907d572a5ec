import { fields, type Fields, text } from '../shared/payload';
import type { ProviderAccess, ProviderRequest } from '../shared/provider-call';
import { askProvider } from '../shared/provider-call';

export interface ChatwootAccount {
	/** Without a slash at the end. */
	baseUrl: string;
	accountId: string;
	inboxId: string;
	accessToken: string;
	/** The webhook's own secret, in Chatwoot 4.12 and later. Without one, the secret in the channel's address has to do. */
	webhookSecret?: string;
}

/** How an account of Chatwoot is called. */
export interface ChatwootAccess {
	access: ProviderAccess;
	request: (method: ProviderRequest['method'], path: string, json?: object) => ProviderRequest;
	/** @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	ask: (method: ProviderRequest['method'], path: string, json: object | undefined, signal: AbortSignal) => Promise<unknown>;
}

export function accessChatwoot({ baseUrl, accountId, accessToken, webhookSecret }: ChatwootAccount, send: typeof fetch): ChatwootAccess {
	const access: ProviderAccess = { provider: 'Chatwoot', send, secrets: [accessToken, webhookSecret ?? ''] };
	const request: ChatwootAccess['request'] = (method, path, json) => ({
		method,
		json,
		headers: { api_access_token: accessToken },
		url: `${baseUrl}/api/v1/accounts/${encodeURIComponent(accountId)}/${path}`,
	});
	return { access, request, ask: (method, path, json, signal) => askProvider(access, request(method, path, json), signal) };
}

export const inConversation = (address: string, path = ''): string => `conversations/${encodeURIComponent(address)}${path && `/${path}`}`;

export const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map(fields);

/** How far Chatwoot's clock and ours can be apart. An older request could be a repeated one of somebody who overheard it. */
export const maxAgeMs = 5 * 60_000;
/** Chatwoot returns 20 messages at a time, the newest first. */
const maxPages = 10;

/** Looks for a message or note by the mark that travelled with it. @returns its id */
export async function findOwnMessage(
	{ ask }: ChatwootAccess,
	{ address, id, since }: { address: string; id: string; since: number },
	signal: AbortSignal,
): Promise<string | undefined> {
	let before: number | undefined;
	for (let page = 0; page < maxPages; page += 1) {
		const query = before === undefined ? '' : `?before=${before}`;
		const messages = objects(fields(await ask('GET', inConversation(address, `messages${query}`), undefined, signal))['payload']);
		const found = messages.find((message) => text(fields(message['content_attributes'])['troupe']) === id);
		if (found) return text(found['id']);
		const oldest = messages.reduce((least, message) => Math.min(least, Number(message['id'])), Infinity);
		// Chatwoot counts seconds.
		const isBefore = messages.some((message) => Number(message['created_at']) * 1_000 + maxAgeMs < since);
		if (!Number.isFinite(oldest) || oldest === before || isBefore) return undefined;
		before = oldest;
	}
	return undefined;
}
