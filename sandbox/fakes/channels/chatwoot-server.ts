import { createHmac, randomUUID } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const chatwootAccount = { accountId: '1', inboxId: '5', accessToken: 'chatwoot-access', webhookSecret: 'chatwoot-webhook' };

export interface ChatwootServer extends FakeServer {
	/** Messages that were written, oldest first. */
	readonly written: Fields[];
	readonly webhooks: Fields[];
}

/** Starts a stand-in of Chatwoot on a free port, with conversations 1 to 99. It keeps what was written and refuses what Chatwoot refuses. */
export async function startChatwootServer({ accountId, inboxId, accessToken } = chatwootAccount): Promise<ChatwootServer> {
	const [written, webhooks]: [Fields[], Fields[]] = [[], []];
	const server = await startFakeServer((call, nextReply) => {
		if (call.headers['api_access_token'] !== accessToken) return rawAnswer({ status: 401, body: { error: 'Invalid Access Token' } });
		const prefix = `/api/v1/accounts/${accountId}/`;
		if (!call.path.startsWith(prefix)) return rawAnswer({ status: 401, body: { error: 'You are not authorized to access this account' } });
		const path = call.path.slice(prefix.length);
		return rawAnswer((nextReply() as RawReply | undefined) ?? answer(call, path, { written, webhooks, inboxId }));
	});
	return { ...server, written, webhooks };
}

const notFound: RawReply = { status: 404, body: { error: 'Resource could not be found' } };

function answer(
	call: FakeCall,
	path: string,
	{ written, webhooks, inboxId }: { written: Fields[]; webhooks: Fields[]; inboxId: string },
): RawReply {
	if (path === `inboxes/${inboxId}`) return { status: 200, body: { id: Number(inboxId), name: 'WhatsApp', channel_type: 'Channel::Api' } };
	const body = call.headers['content-type']?.startsWith('multipart/form-data') ? readForm(call) : ((call.body ?? {}) as Fields);
	if (path === 'webhooks' && call.method === 'GET') return { status: 200, body: { payload: { webhooks } } };
	if (path === 'webhooks' && call.method === 'POST') {
		const webhook = body['webhook'] as Fields | undefined;
		if (!/^https?:\/\//.test(String(webhook?.['url']))) return { status: 422, body: { message: 'Url is invalid' } };
		webhooks.push(webhook!);
		return { status: 200, body: { payload: { webhook: { id: webhooks.length, ...webhook } } } };
	}
	const [, conversation, part] = /^conversations\/(\d{1,2})\/(messages|toggle_typing_status)$/.exec(path) ?? [];
	if (conversation === undefined) return notFound;
	if (part === 'toggle_typing_status') return { status: 200, body: '' };
	if (call.method === 'GET') {
		return { status: 200, body: { meta: {}, payload: written.filter((message) => message['conversation_id'] === Number(conversation)) } };
	}
	const attachments = body['attachments'] as Fields[] | undefined;
	if (!attachments && (typeof body['content'] !== 'string' || body['content'] === ''))
		return { status: 422, body: { error: "Content can't be blank" } };
	const id = 1_000 + written.length;
	const created = Math.floor(Date.now() / 1_000);
	const message = { id, content: body['content'], conversation_id: Number(conversation), message_type: 1, created_at: created };
	const attributes = body['content_attributes'] ?? {};
	written.push({ ...message, private: body['private'] === true, content_attributes: attributes, ...(attachments && { attachments }) });
	return { status: 200, body: written.at(-1) };
}

/** The fields of a form, and of its files the name, the type and the size. Chatwoot refuses a list of files under another name. */
function readForm({ body, headers }: FakeCall): Fields {
	const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
	const parts = String(body).split(`--${boundary}`).slice(1, -1);
	const form: Fields = {};
	for (const part of parts) {
		const [, head = '', content = ''] = /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
		const [, name = ''] = /name="([^"]*)"/.exec(head) ?? [];
		const [, file] = /filename="([^"]*)"/.exec(head) ?? [];
		const [, type] = /content-type: (\S+)/i.exec(head) ?? [];
		if (file === undefined) form[name] = name === 'content_attributes' ? JSON.parse(content) : content === 'false' ? false : content;
		else if (name === 'attachments[]') form['attachments'] = [{ file_name: file, content_type: type }];
	}
	return form;
}

/** The headers of a request that Chatwoot signs. */
export function signChatwoot(body: Uint8Array, at: number, secret = chatwootAccount.webhookSecret): Record<string, string> {
	const stamp = String(Math.floor(at / 1_000));
	const sum = createHmac('sha256', secret).update(`${stamp}.`).update(body).digest('hex');
	return { 'x-chatwoot-signature': `sha256=${sum}`, 'x-chatwoot-timestamp': stamp };
}

export const newDelivery = () => ({ 'x-chatwoot-delivery': randomUUID() });

const customer = { id: 77, name: 'Maria', phone_number: '+5544988887777', identifier: null };
const conversation = { id: 12, inbox_id: 5, status: 'open', meta: { sender: customer, assignee: null } };
let messages = 5_000;

const message = (body: Fields, changes: Fields = {}) => ({
	...{
		event: 'message_created',
		id: ++messages,
		private: false,
		content_type: 'text',
		content_attributes: {},
		created_at: '2026-11-22T20:00:00.000Z',
	},
	...{ inbox: { id: 5, name: 'WhatsApp' }, account: { id: 1, name: 'Shop' }, conversation },
	...body,
	...changes,
});

/** Webhooks as Chatwoot sends them, changed as wanted. */
export const chatwootWebhooks = {
	text: (content: string, changes?: Fields) => message({ message_type: 'incoming', content, sender: customer }, changes),
	attachment: (file_type: string, data_url: string, changes?: Fields) =>
		message({ message_type: 'incoming', content: null, sender: customer, attachments: [{ id: 1, file_type, data_url }] }, changes),
	outgoing: (content: string, changes?: Fields) =>
		message({ message_type: 'outgoing', content, sender: { id: 7, name: 'Ana', type: 'user' } }, changes),
	status: (status: string) => ({
		event: 'conversation_status_changed',
		...conversation,
		status,
		updated_at: 1_700_000_000,
		account: { id: 1 },
	}),
	assigned: (id: number | null) => ({
		...{ event: 'conversation_updated', ...conversation, meta: { sender: customer, assignee: id === null ? null : { id, name: 'Ana' } } },
		...{ changed_attributes: [{ assignee_id: { previous_value: null, current_value: id } }], updated_at: 1_700_000_000 },
	}),
	labelled: (...labels: string[]) => ({
		...{ event: 'conversation_updated', ...conversation, labels, updated_at: 1_700_000_000 },
		changed_attributes: [{ label_list: { previous_value: [], current_value: labels } }],
	}),
	typing: () => ({ event: 'conversation_typing_on', conversation, user: customer, account: { id: 1 } }),
};
