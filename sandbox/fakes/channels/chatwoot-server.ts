import { createHmac, randomUUID } from 'node:crypto';
import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const chatwootAccount = { accountId: '1', inboxId: '5', accessToken: 'chatwoot-access', webhookSecret: 'chatwoot-webhook' };

export interface ChatwootConversation {
	contact: number | null;
	status: string;
	labels: string[];
	assignee: number | null;
	team: number | null;
}

export interface ChatwootServer extends FakeServer {
	readonly written: Fields[];
	readonly webhooks: Fields[];
	readonly contacts: Fields[];
	/** By number: 1 to 99 exist from the beginning. */
	readonly conversations: ReadonlyMap<number, ChatwootConversation>;
	/** Performs the next requests that write, up to this number, and ends their connections without an answer. */
	dropAnswers(count: number): void;
}

interface State {
	/** Chatwoot gives no id twice, also after a removal. */
	last: { contact: number; conversation: number };
	written: Fields[];
	webhooks: Fields[];
	contacts: Fields[];
	conversations: Map<number, ChatwootConversation>;
	inboxId: string;
	/** Inboxes of other types than API accept no customer messages through the API, and no contact without an address. */
	inboxType: 'Channel::Api' | 'Channel::Whatsapp';
}

export const chatwootPeople = { agents: [7, 8], teams: [3] };

export async function startChatwootServer(
	{ accountId, inboxId, accessToken } = chatwootAccount,
	inboxType: State['inboxType'] = 'Channel::Api',
): Promise<ChatwootServer> {
	const fresh = (): ChatwootConversation => ({ contact: null, status: 'open', labels: [], assignee: null, team: null });
	const conversations = new Map(Array.from({ length: 99 }, (_, index) => [index + 1, fresh()] as const));
	const state: State = {
		last: { contact: 499, conversation: 0 },
		written: [],
		webhooks: [],
		contacts: [],
		conversations,
		inboxId,
		inboxType,
	};
	let drops = 0;
	const server = await startFakeServer((call, nextReply) => {
		if (call.headers['api_access_token'] !== accessToken) return rawAnswer({ status: 401, body: { error: 'Invalid Access Token' } });
		const prefix = `/api/v1/accounts/${accountId}/`;
		if (!call.path.startsWith(prefix)) return rawAnswer({ status: 401, body: { error: 'You are not authorized to access this account' } });
		const reply = (nextReply() as RawReply | undefined) ?? answer(call, new URL(call.path.slice(prefix.length), 'http://chatwoot'), state);
		if (call.method === 'GET' || reply.status >= 300 || drops === 0) return rawAnswer(reply);
		drops -= 1;
		return rawAnswer({ ...reply, cutAfter: 0 });
	});
	return { ...server, ...state, dropAnswers: (count) => void (drops = count) };
}

const notFound: RawReply = { status: 404, body: { error: 'Resource could not be found' } };
const ok = (body: unknown): RawReply => ({ status: 200, body });

function answer(call: FakeCall, { pathname, searchParams }: URL, state: State): RawReply {
	const path = pathname.slice(1);
	const body = readBody(call);
	if (path === `inboxes/${state.inboxId}`) return ok({ id: Number(state.inboxId), name: 'WhatsApp', channel_type: state.inboxType });
	if (path === 'webhooks' && call.method === 'GET') return ok({ payload: { webhooks: state.webhooks } });
	if (path === 'webhooks' && call.method === 'POST') return addWebhook(body, state);
	if (path === 'actions/contact_merge' && call.method === 'POST') return mergeContacts(body, state);
	if (path.startsWith('contacts')) return answerContacts(call, path, searchParams.get('q') ?? '', state);
	if (path === 'conversations' && call.method === 'POST') return openConversation(body, state);
	return answerConversation(call, path, searchParams, state);
}

function answerConversation(call: FakeCall, path: string, place: URLSearchParams, state: State): RawReply {
	const [, number, part = ''] = /^conversations\/(\d{1,4})(?:\/(\w+))?$/.exec(path) ?? [];
	const conversation = state.conversations.get(Number(number));
	if (conversation === undefined) return notFound;
	const body = readBody(call);
	const isRead = call.method === 'GET';
	if (part === 'messages') {
		if (isRead) return listMessages(Number(number), place, state);
		const written = write(Number(number), body, state);
		// A customer's message reopens a resolved conversation; a note or an agent's message does not.
		if (written.status === 200 && body['message_type'] === 'incoming' && conversation.status === 'resolved') conversation.status = 'open';
		return written;
	}
	if (isRead) return part === '' ? ok(showConversation(Number(number), conversation, state)) : notFound;
	return change(conversation, part, body);
}

function addWebhook({ webhook }: Fields, { webhooks }: State): RawReply {
	const wanted = webhook as Fields | undefined;
	if (!/^https?:\/\//.test(String(wanted?.['url']))) return { status: 422, body: { message: 'Url is invalid' } };
	webhooks.push(wanted!);
	return ok({ payload: { webhook: { id: webhooks.length, ...wanted } } });
}

function answerContacts(call: FakeCall, path: string, q: string, state: State): RawReply {
	const { contacts, conversations, inboxId } = state;
	if (path === 'contacts/search') {
		if (q === '') return { status: 422, body: { error: 'Specify search string with parameter q' } };
		const payload = contacts.filter((contact) =>
			[contact['phone_number'], contact['identifier']].some((value) => String(value).includes(q)),
		);
		return ok({ meta: { count: payload.length, current_page: 1 }, payload });
	}
	if (path === 'contacts' && call.method === 'POST') return createContact((call.body ?? {}) as Fields, state);
	const [, one, part] = /^contacts\/(\d+)(\/conversations)?$/.exec(path) ?? [];
	const contact = contacts.find(({ id }) => id === Number(one));
	if (contact === undefined) return notFound;
	if (part === undefined) return changeContact(call, contact, state);
	const own = [...conversations].filter(([, conversation]) => conversation.contact === contact['id']);
	return ok({ payload: own.map(([number, { status }]) => ({ id: number, inbox_id: Number(inboxId), status })) });
}

const uniqueFields = { phone_number: 'Phone number', identifier: 'Identifier' };

function refuseContact(changes: Fields, others: readonly Fields[]): RawReply | undefined {
	const phone = changes['phone_number'];
	if (phone !== undefined && (typeof phone !== 'string' || !/^\+[1-9]\d{1,14}$/.test(phone)))
		return { status: 422, body: { message: 'Phone number should be in e164 format', attributes: ['phone_number'] } };
	for (const [field, name] of Object.entries(uniqueFields))
		if (changes[field] !== undefined && others.some((other) => other[field] === changes[field]))
			return { status: 422, body: { message: `${name} has already been taken`, attributes: [field] } };
	return undefined;
}

const needsPhone: RawReply = { status: 422, body: { error: 'param is missing or the value is empty: contact phone number' } };

function createContact({ name, phone_number, identifier }: Fields, { last, contacts, inboxId, inboxType }: State): RawReply {
	const refusal = refuseContact({ phone_number, identifier }, contacts);
	if (refusal !== undefined) return refusal;
	if (inboxType !== 'Channel::Api' && phone_number === undefined) return needsPhone;
	last.contact = Math.max(last.contact, ...contacts.map(({ id }) => Number(id))) + 1;
	const contact = {
		id: last.contact,
		name,
		...(phone_number !== undefined && { phone_number }),
		...(identifier !== undefined && { identifier }),
	};
	contacts.push(contact);
	return ok({ payload: { contact, contact_inbox: { source_id: randomUUID(), inbox: { id: Number(inboxId) } } } });
}

function changeContact(call: FakeCall, contact: Fields, { contacts, conversations }: State): RawReply {
	if (call.method === 'PUT') {
		const changes = (call.body ?? {}) as Fields;
		const refusal = refuseContact(
			changes,
			contacts.filter((other) => other !== contact),
		);
		return refusal ?? ok({ payload: Object.assign(contact, changes) });
	}
	if (call.method !== 'DELETE') return ok({ payload: contact });
	contacts.splice(contacts.indexOf(contact), 1);
	for (const [number, conversation] of conversations) if (conversation.contact === contact['id']) conversations.delete(number);
	return { status: 200, body: '' };
}

function mergeContacts({ base_contact_id, mergee_contact_id }: Fields, { contacts, conversations }: State): RawReply {
	const base = contacts.find(({ id }) => id === base_contact_id);
	const other = contacts.find(({ id }) => id === mergee_contact_id);
	if (base === undefined || other === undefined) return notFound;
	contacts.splice(contacts.indexOf(other), 1);
	for (const conversation of conversations.values()) if (conversation.contact === other['id']) conversation.contact = base['id'] as number;
	return ok({ payload: Object.assign(base, { ...other, ...base }) });
}

function openConversation({ inbox_id, contact_id, message, status = 'open' }: Fields, state: State): RawReply {
	const { last, conversations, contacts, inboxId, inboxType } = state;
	const contact = contacts.find(({ id }) => id === contact_id);
	if (inbox_id !== Number(inboxId) || contact === undefined) return notFound;
	if (inboxType !== 'Channel::Api' && contact['phone_number'] === undefined) return needsPhone;
	last.conversation = Math.max(last.conversation, ...conversations.keys()) + 1;
	const id = last.conversation;
	const written = message === undefined ? undefined : write(id, message as Fields, state);
	if (written && written.status !== 200) return written;
	conversations.set(id, { contact: contact_id as number, status: status as string, labels: [], assignee: null, team: null });
	return ok({ id, account_id: 1, inbox_id });
}

function showConversation(
	id: number,
	{ status, labels, assignee, team, contact }: ChatwootConversation,
	{ contacts, inboxId }: State,
): Fields {
	const named = (one: number | null) => (one === null ? {} : { id: one });
	const meta = { sender: contacts.find((each) => each['id'] === contact) ?? customer, assignee: named(assignee), team: named(team) };
	return { id, inbox_id: Number(inboxId), status, labels, meta };
}

function change(conversation: ChatwootConversation, part: string, body: Fields): RawReply {
	const { labels, status, assignee_id, team_id } = body;
	switch (part) {
		case 'toggle_typing_status':
			return ok('');
		case 'labels':
			if (!Array.isArray(labels)) return { status: 422, body: { error: 'labels is missing' } };
			conversation.labels = labels as string[];
			return ok({ payload: labels });
		case 'toggle_status':
			if (!['open', 'resolved', 'pending', 'snoozed'].includes(String(status)))
				return { status: 422, body: { error: `'${String(status)}' is not a valid status` } };
			conversation.status = String(status);
			return ok({ meta: {}, payload: { success: true, current_status: status } });
		case 'assignments': {
			// An unknown assignee unassigns, with the status 200.
			if (assignee_id !== undefined) {
				conversation.assignee = chatwootPeople.agents.find((id) => id === assignee_id) ?? null;
				return ok(conversation.assignee === null ? null : { id: conversation.assignee, name: 'Ana' });
			}
			conversation.team = chatwootPeople.teams.find((id) => id === team_id) ?? null;
			return ok(conversation.team === null ? null : { id: conversation.team, name: 'sales' });
		}
		default:
			return notFound;
	}
}

/** The newest 20, or the first 100 after an id, oldest first. */
function listMessages(conversation: number, place: URLSearchParams, { written }: State): RawReply {
	const after = place.get('after');
	const before = place.get('before') ?? Infinity;
	const own = written.filter((message) => message['conversation_id'] === conversation && Number(message['id']) < Number(before));
	if (after === null) return ok({ meta: {}, payload: own.slice(-20) });
	return ok({ meta: {}, payload: own.filter(({ id }) => Number(id) > Number(after)).slice(0, 100) });
}

/** Chatwoot renders Liquid in messages of agents and programs and in notes, except between backticks. */
const renderLiquid = (content: string): string =>
	content.replace(/`[^`]*`|\{\{.*?\}\}|\{%.*?%\}/gs, (part) => (part.startsWith('`') ? part : ''));

function write(conversation: number, body: Fields, { written, inboxType }: State): RawReply {
	const attachments = body['attachments'] as Fields[] | undefined;
	if (!attachments && (typeof body['content'] !== 'string' || body['content'] === ''))
		return { status: 422, body: { error: "Content can't be blank" } };
	const isIncoming = body['message_type'] === 'incoming';
	if (isIncoming && inboxType !== 'Channel::Api')
		return { status: 422, body: { error: 'Incoming messages are only allowed in Api inboxes' } };
	const id = 1_000 + written.length;
	const created = Math.floor(Date.now() / 1_000);
	const sent = body['content'];
	const content = typeof sent === 'string' && !isIncoming ? renderLiquid(sent) : sent;
	const message = { id, content, conversation_id: conversation, message_type: isIncoming ? 0 : 1, created_at: created };
	const attributes = body['content_attributes'] ?? {};
	written.push({ ...message, private: body['private'] === true, content_attributes: attributes, ...(attachments && { attachments }) });
	return ok(written.at(-1));
}

const readBody = (call: FakeCall): Fields =>
	call.headers['content-type']?.startsWith('multipart/form-data') ? readForm(call) : ((call.body ?? {}) as Fields);

/** Chatwoot refuses a list of files under another name. */
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
	event: 'message_created',
	id: ++messages,
	private: false,
	content_type: 'text',
	content_attributes: {},
	created_at: new Date().toISOString(),
	inbox: { id: 5, name: 'WhatsApp' },
	account: { id: 1, name: 'Shop' },
	conversation,
	...body,
	...changes,
});

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
		event: 'conversation_updated',
		...conversation,
		meta: { sender: customer, assignee: id === null ? null : { id, name: 'Ana' } },
		changed_attributes: [{ assignee_id: { previous_value: null, current_value: id } }],
		updated_at: 1_700_000_000,
	}),
	labelled: (...labels: string[]) => ({
		event: 'conversation_updated',
		...conversation,
		labels,
		updated_at: 1_700_000_000,
		changed_attributes: [{ label_list: { previous_value: [], current_value: labels } }],
	}),
	typing: () => ({ event: 'conversation_typing_on', conversation, user: customer, account: { id: 1 } }),
};
