/** The outside of a channel: what providers and customers do, while `troupe serve` comes and goes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChatwootServer, chatwootWebhooks, signChatwoot, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { chatwootAccount } from '../../../sandbox/fakes/channels/chatwoot-server';
import { type ZApiServer, zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import type { ChannelService } from '../../package/channels/channel-service';

/** A reply that a customer has on their screen. */
export interface SeenReply {
	conversation: string;
	text: string;
}

/** What a message is besides its text. */
export interface Written {
	/** When it was written; default: now. */
	at?: number;
	/** A picture without words, in place of the text. */
	isPicture?: boolean;
}

/** A provider as its customers see it. A conversation is a phone number or the number of a conversation. */
export interface ProviderSide {
	name: string;
	conversations: readonly string[];
	/** Whether the provider can be asked for a message whose outcome is unknown. */
	canLookUp: boolean;
	/** Delivers a message until it is acknowledged. */
	write(conversation: string, text: string, written?: Written): Promise<void>;
	/** Writes as the account, at the phone or in the inbox. */
	writeAsPerson(conversation: string, text: string): Promise<void>;
	/** What customers have received, oldest first. */
	replies(): SeenReply[];
	/** Reports what was sent since the last call, as the provider does. @param times how often each report comes. @returns how many echoes */
	echo(times?: () => number): Promise<number>;
	/** People resolve a conversation, where they can. */
	resolve?(conversation: string): Promise<void>;
	close(): Promise<void>;
}

/** A side with its stand-in. */
export interface ServedSide<Server extends FakeServer = FakeServer> extends ProviderSide {
	server: Server;
}

const retryMs = 50;
/** Nothing is there. */
export const pictureUrl = 'https://files.example.com/yard.jpg';

/** Repeats a request until it is acknowledged, as providers do. */
export async function deliver(
	service: ChannelService,
	path: () => string,
	webhook: object,
	headers: () => Record<string, string>,
): Promise<void> {
	const fixed = headers();
	for (;;) {
		const answer = await service.post(webhook, path(), fixed).catch(() => undefined);
		await answer?.arrayBuffer().catch(() => undefined);
		if (answer?.ok) return;
		// 408: a request that a busy machine did not take in time.
		if (answer !== undefined && answer.status < 500 && ![408, 429].includes(answer.status))
			throw new Error(`The service refused a webhook: ${answer.status}`);
		await sleep(retryMs);
	}
}

/** @returns how many reports */
async function report<Sent>(sent: Sent[], times: () => number = () => 1, post: (each: Sent) => Promise<void>): Promise<number> {
	const reports = sent.flatMap((each) => Array.from({ length: times() }, () => each));
	await Promise.all(reports.map(post));
	return reports.length;
}

/** The phones of customers at Z-API, each with its own LID. */
export function zApiSide(service: ChannelService, count: number): ServedSide<ZApiServer> {
	const conversations = Array.from({ length: count }, (_, index) => `55449${70_000_000 + index}`);
	const about = (phone: string, momment = Date.now()) => ({ phone, senderLid: `9${phone}@lid`, chatLid: `9${phone}@lid`, momment });
	const post = (webhook: object) =>
		deliver(
			service,
			() => service.address,
			webhook,
			() => ({}),
		);
	let echoed = 0;
	return {
		...{ name: 'z-api', conversations, canLookUp: false, server: service.whatsApp },
		write: (phone, text, { at, isPicture } = {}) =>
			post(isPicture ? zApiWebhooks.image(pictureUrl, about(phone, at)) : zApiWebhooks.text(text, about(phone, at))),
		writeAsPerson: (phone, text) => post(zApiWebhooks.own(text, false, about(phone))),
		replies: () => service.whatsApp.sent.map(({ body }) => ({ conversation: body['phone'] as string, text: body['message'] as string })),
		async echo(times) {
			const fresh = service.whatsApp.sent.slice(echoed);
			echoed += fresh.length;
			return report(fresh, times, ({ body, messageId }) =>
				post(zApiWebhooks.own(body['message'] as string, true, { ...about(body['phone'] as string), messageId })),
			);
		},
		close: () => Promise.resolve(),
	};
}

/** Conversations in an inbox of Chatwoot. */
export async function chatwootSide(service: ChannelService, count: number, answer: string[]): Promise<ServedSide<ChatwootServer>> {
	const chatwoot: ChatwootServer = await startChatwootServer();
	const { accessToken, webhookSecret, accountId, inboxId } = chatwootAccount;
	await service.troupe(['credentials', 'add', 'inbox', '--type', 'chatwoot'], JSON.stringify({ accessToken, webhookSecret }));
	const settings = [`baseUrl=${chatwoot.url}`, `accountId=${accountId}`, `inboxId=${inboxId}`].flatMap((setting) => ['--set', setting]);
	const path = await service
		.addChannel('inbox', ['-p', 'chatwoot', '-c', 'inbox', ...settings, ...answer])
		.catch(async (error: unknown) => {
			await chatwoot.close();
			throw error;
		});
	const conversations = Array.from({ length: count }, (_, index) => `${index + 1}`);
	const post = (webhook: object) => {
		const delivery = randomUUID();
		const body = Buffer.from(JSON.stringify(webhook));
		const headers = () => ({ ...signChatwoot(body, Date.now()), 'x-chatwoot-delivery': delivery });
		return deliver(service, () => `${service.url}${path}`, webhook, headers);
	};
	const about = (conversation: string, at = Date.now()) => {
		const sender = { id: 1_000 + Number(conversation), name: `Customer ${conversation}`, identifier: null };
		const of = { id: Number(conversation), inbox_id: Number(inboxId), status: 'open', meta: { sender, assignee: null } };
		return { sender, conversation: of, created_at: new Date(at).toISOString() };
	};
	let echoed = 0;
	return {
		...{ name: 'chatwoot', conversations, canLookUp: true, server: chatwoot },
		write: (conversation, text, { at, isPicture } = {}) =>
			post(
				isPicture
					? chatwootWebhooks.attachment('image', pictureUrl, about(conversation, at))
					: chatwootWebhooks.text(text, about(conversation, at)),
			),
		writeAsPerson: (conversation, text) => {
			const { sender: _customer, ...rest } = about(conversation);
			return post(chatwootWebhooks.outgoing(text, rest));
		},
		replies: () =>
			chatwoot.written
				.filter((message) => message['private'] !== true)
				.map((message) => ({ conversation: String(message['conversation_id']), text: message['content'] as string })),
		resolve: (conversation) => post({ ...chatwootWebhooks.status('resolved'), ...about(conversation).conversation, status: 'resolved' }),
		async echo(times) {
			const fresh = chatwoot.written.slice(echoed);
			echoed += fresh.length;
			return report(fresh, times, ({ id, content, conversation_id: conversation, content_attributes, private: isNote }) => {
				const { sender: _customer, ...rest } = about(String(conversation));
				// With the token of a user, so that only the id and the mark tell who wrote.
				return post(chatwootWebhooks.outgoing(content as string, { ...rest, id, content_attributes, private: isNote }));
			});
		},
		close: () => chatwoot.close(),
	};
}
