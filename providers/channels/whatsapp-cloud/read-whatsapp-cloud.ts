import type { AliasClaim, ChannelEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import { mediaKinds, type MessageContent } from '../../../core/ports/channels/message-content';
import { asText, describeCard, describeForm, describeOrder, readPlace } from '../shared/describe-content';
import { describeAd, describeOrigin } from '../shared/describe-origin';
import { completed } from '../shared/event-parts';
import { fields, type Fields, optional, payloadInvalid, readObject, readTime, requireText, text } from '../shared/payload';

const provider = 'WhatsApp';
/** Meta sends at most 1,000 updates in a request. */
const maxEvents = 1_000;

/** Reads a request of Meta, with the messages and statuses of all numbers of an app: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks. */
export function readWhatsAppCloud({ stored, receivedAt }: StoredRequest, phoneNumberId: string): ChannelEvent[] {
	const body = readObject(stored, provider);
	if (body['object'] !== 'whatsapp_business_account') throw payloadInvalid(provider, 'is not about a WhatsApp account');
	const changes = objects(body['entry']).flatMap((entry) => objects(entry['changes']));
	const events = changes.flatMap((change, index) =>
		readChange(change, { phoneNumberId, receivedAt, name: `change ${index} ${receivedAt}` }),
	);
	if (events.length > maxEvents) throw payloadInvalid(provider, `has more than ${maxEvents} events`);
	return events;
}

interface Context {
	phoneNumberId: string;
	receivedAt: number;
	/** Where nothing else names an event. */
	name: string;
}

const objects = (value: unknown): Fields[] => (Array.isArray(value) ? value : []).map(fields);

function readChange(change: Fields, { phoneNumberId, receivedAt, name: key }: Context): ChannelEvent[] {
	const value = fields(change['value']);
	const ignored = (reason: 'other-number' | 'unsupported'): ChannelEvent[] => [{ kind: 'ignored', key, at: receivedAt, reason }];
	const number = text(fields(value['metadata'])['phone_number_id']);
	// What has no number is about the business account: `channel test` asks about it.
	if (number === undefined && change['field'] !== 'messages') return ignored('unsupported');
	if (number !== phoneNumberId) return ignored('other-number');
	const people = objects(value['contacts']);
	switch (change['field']) {
		case 'messages':
			return [
				...objects(value['messages']).map((message) => readMessage(message, findPerson(people, message), receivedAt)),
				...objects(value['statuses']).map((status) => readStatus(status, receivedAt)),
			];
		// A person writes with the WhatsApp Business app, on the number that the API uses too.
		case 'smb_message_echoes':
			return objects(value['message_echoes']).map((message) => readEcho(message, people, receivedAt));
		case 'calls':
			return objects(value['calls']).map((call) => readCall(call, findPerson(people, call), receivedAt));
		default:
			return ignored('unsupported');
	}
}

const findPerson = (people: Fields[], message: Fields): Fields =>
	people.find(
		({ wa_id: phone, user_id: user }) =>
			(phone !== undefined && phone === message['from']) || (user !== undefined && user === message['from_user_id']),
	) ?? (people.length === 1 ? people[0]! : {});

/** `BR.1502576394655843`: names a person within a business, also where the phone number is hidden. */
export const isUserId = (address: string): boolean => /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/.test(address);

function readMessage(message: Fields, person: Fields, receivedAt: number): ChannelEvent {
	const id = requireText(message, 'id', provider);
	const key = `message ${id}`;
	const at = readTime(message['timestamp'], receivedAt);
	if (message['group_id'] !== undefined) return { kind: 'ignored', key, at, reason: 'group' };
	const phone = text(message['from'] ?? person['wa_id']);
	const user = text(message['from_user_id'] ?? person['user_id']);
	const address = phone ?? user;
	if (address === undefined) throw payloadInvalid(provider, 'has a message without a sender');
	const { content, edits } = completed(readVersion(message), false);
	if (content.length === 0 && edits === undefined) return { kind: 'ignored', key, at, reason: 'unsupported' };
	const origin = edits === undefined ? readOrigin(message) : [];
	return {
		kind: 'message',
		id: edits ?? id,
		key,
		at,
		address,
		author: 'contact',
		content: [...origin, ...content],
		...optional('edits', edits),
		contact: readClaims(phone, user, text(person['parent_user_id'])),
		...optional('name', readName(person)),
		...readReplied(message),
	};
}

/** Without a duration, nobody took the call. */
function readCall(call: Fields, person: Fields, receivedAt: number): ChannelEvent {
	const id = requireText(call, 'id', provider);
	const event = text(call['event']) ?? '';
	const key = `call ${id} ${event}`;
	const at = readTime(call['timestamp'], receivedAt);
	const phone = text(call['from'] ?? person['wa_id']);
	const user = text(call['from_user_id'] ?? person['user_id']);
	const isMissed = event === 'terminate' && call['direction'] !== 'BUSINESS_INITIATED' && call['duration'] === undefined;
	const address = phone ?? user;
	if (!isMissed || address === undefined) return { kind: 'ignored', key, at, reason: 'unsupported' };
	return { kind: 'missed-call', key, address, at, contact: readClaims(phone, user), ...optional('name', readName(person)) };
}

const readName = (person: Fields) => text(fields(person['profile'])['name']);

function readOrigin(message: Fields): MessageContent[] {
	const {
		headline: title,
		source_type: sourceType,
		source_id: sourceId,
		source_url: sourceUrl,
		ctwa_clid: ctwaClid,
	} = fields(message['referral']);
	const { product_retailer_id: source } = fields(fields(message['context'])['referred_product']);
	const product = describeOrigin('product', { source });
	return [...describeAd({ title, sourceType, sourceId, sourceUrl, ctwaClid }), ...product];
}

const readReplied = (message: Fields) => optional('replyTo', text(fields(message['context'])['id']));

function readClaims(phone?: string, user?: string, parent?: string): AliasClaim[] {
	const claims: Array<[AliasClaim['kind'], string | undefined]> = [
		['phone', phone],
		['bsuid', user],
		['parent-bsuid', parent],
	];
	return claims.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value, proof: 'provider' as const }]));
}

function readEcho(message: Fields, people: Fields[], receivedAt: number): ChannelEvent {
	const id = requireText(message, 'id', provider);
	const key = `message ${id}`;
	const at = readTime(message['timestamp'], receivedAt);
	// A number that is not in the list is not the person in the list.
	const listed = message['to'] === undefined ? people : people.filter(({ wa_id: phone }) => phone === message['to']);
	const person = findPerson(listed, { from: message['to'], from_user_id: message['to_user_id'] });
	const phone = text(message['to'] ?? person['wa_id']);
	const user = text(message['to_user_id'] ?? person['user_id']);
	const address = phone ?? user;
	if (address === undefined) throw payloadInvalid(provider, 'has an echo without a recipient');
	const { content, edits } = readVersion(message);
	if (content.length === 0 && edits === undefined) return { kind: 'ignored', key, at, reason: 'unsupported' };
	const contact = readClaims(phone, user, text(person['parent_user_id']));
	const about = { id: edits ?? id, key, at, address, content, contact, ...optional('edits', edits), ...readReplied(message) };
	return { kind: 'message', author: 'account', byProgram: false, ...about };
}

interface Version {
	content: MessageContent[];
	edits?: string;
	unread?: string;
}

/** Nobody wrote it: a new number of the person, a chat that was opened. */
const silent = new Set(['system', 'request_welcome']);

function readVersion(message: Fields): Version {
	const type = text(message['type']) ?? '';
	const part = fields(message[type]);
	const edits = text(part['original_message_id']);
	if (type === 'revoke' && edits !== undefined) return { content: [], edits };
	if (type === 'edit' && edits !== undefined) return readEdit(fields(part['message']), edits);
	const content = type === 'contacts' ? objects(message[type]).flatMap(readCard) : readContent(type, part);
	if (content.length > 0 || silent.has(type)) return { content };
	const isEmpty = type === 'text' || (Object.keys(part).length === 0 && message[type] !== undefined && !Array.isArray(message[type]));
	return isEmpty ? { content } : { content, unread: text(part['type']) ?? (type || 'unknown') };
}

/** An edit without words is not a deletion. */
function readEdit(message: Fields, edits: string): Version {
	const version = readVersion({ ...message, edit: undefined, revoke: undefined });
	return version.content.length > 0 || version.unread !== undefined ? { ...version, edits } : version;
}

const readCard = ({ name, phones }: Fields): MessageContent[] =>
	describeCard(
		fields(name)['formatted_name'] ?? fields(name)['first_name'],
		objects(phones).map(({ wa_id: id, phone }) => id ?? phone),
	);

function readContent(type: string, part: Fields): MessageContent[] {
	switch (type) {
		case 'text':
			return asText(part['body']);
		case 'button':
			return asText(part['text'] ?? part['payload']);
		case 'interactive': {
			const chosen = fields(part['button_reply'] ?? part['list_reply']);
			return [...asText(chosen['title'] ?? chosen['id']), ...describeForm(fields(part['nfm_reply'])['response_json'])];
		}
		case 'reaction': {
			const messageId = text(part['message_id']);
			return messageId === undefined ? [] : [{ kind: 'reaction', emoji: text(part['emoji']) ?? '', messageId }];
		}
		case 'location':
			return readPlace(part);
		case 'order': {
			const items = objects(part['product_items']);
			const products = items.map(({ product_retailer_id: name, quantity, item_price: price, currency }) => ({
				name,
				quantity,
				price,
				currency,
			}));
			return describeOrder(undefined, part['text'], products);
		}
		default: {
			const kind = type === 'sticker' ? 'image' : mediaKinds.find((name) => name === type);
			const reference = text(part['id']);
			if (kind === undefined || reference === undefined) return [];
			return [
				{
					kind,
					reference,
					...optional('mimeType', text(part['mime_type'])),
					...optional('fileName', text(part['filename'])),
					...optional('caption', text(part['caption'])),
				},
			];
		}
	}
}

const statuses: Record<string, StatusEvent['status']> = {
	sent: 'sent',
	delivered: 'delivered',
	read: 'read',
	played: 'read',
	failed: 'failed',
};

function readStatus(status: Fields, receivedAt: number): ChannelEvent {
	const id = requireText(status, 'id', provider);
	const state = text(status['status']) ?? '';
	const key = `status ${id} ${state}`;
	const at = readTime(status['timestamp'], receivedAt);
	const known = statuses[state];
	if (known === undefined) return { kind: 'ignored', key, at, reason: 'unsupported' };
	const phone = text(status['recipient_id']);
	const user = text(status['recipient_user_id']);
	const [fault] = objects(status['errors']);
	return {
		kind: 'status',
		key,
		at,
		id,
		address: phone ?? user ?? '',
		status: known,
		contact: readClaims(phone, user),
		...optional('mark', text(status['biz_opaque_callback_data'])),
		...optional('code', fault && text(fault['code'])),
		...optional('reason', fault && `WhatsApp reports ${text(fault['code']) ?? 'an error'}: ${text(fault['title']) ?? ''}`),
	};
}
