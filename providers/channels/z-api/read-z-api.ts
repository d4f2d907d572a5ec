import type { AliasClaim, ChannelEvent, IgnoredEvent, StatusEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	asText,
	framed,
	describeCard,
	describeMeeting,
	describeOrder,
	describePoll,
	describeResponse,
	describeVote,
	findKind,
	objects,
	readCardPhones,
	readPlace,
} from '../shared/describe-content';
import { describeAd } from '../shared/describe-origin';
import { completed, toEventKey } from '../shared/event-parts';
import { fields, type Fields, isFields, optional, readObject, readTime, requireText, text } from '../shared/payload';

const provider = 'Z-API';

/** Reads a webhook of Z-API: https://developer.z-api.io/webhooks/introduction. */
export function readZApi({ stored, receivedAt }: StoredRequest): ChannelEvent[] {
	const body = readObject(stored, provider);
	const at = readTime(body['momment'], receivedAt);
	switch (body['type']) {
		case 'ReceivedCallback':
			return [readReceived(body, at)];
		case 'MessageStatusCallback':
			return readStatuses(body, at);
		case 'DeliveryCallback':
			return [readDelivered(body, at)];
		case 'ConnectedCallback':
		case 'DisconnectedCallback': {
			const state = body['type'] === 'ConnectedCallback' ? ('connected' as const) : ('disconnected' as const);
			return [{ kind: 'connection', key: `${state} ${at}`, at, state, ...optional('detail', text(body['error'])) }];
		}
		default:
			return [{ kind: 'ignored', key: `${text(body['type']) ?? 'unnamed'} ${text(body['messageId']) ?? at}`, at, reason: 'unsupported' }];
	}
}

function readReceived(body: Fields, at: number): ChannelEvent {
	const id = requireText(body, 'messageId', provider);
	const ignored = findIgnored(body);
	if (ignored !== undefined) return { kind: 'ignored', key: `message ${id} ${ignored}`, at, reason: ignored };
	const address = requireText(body, 'phone', provider);
	const fromMe = body['fromMe'] === true;
	const { content, edits } = readVersion(body, id, fromMe);
	const key = toEventKey(id, { content, edits, at });
	const claims = readClaims(body, address);
	// In a message of ours, the sender's name is our own.
	const name = text(fromMe ? body['chatName'] : body['senderName']);
	const about = { key, address, at, contact: claims, ...optional('name', name) };
	if (text(body['notification'])?.startsWith('CALL_MISSED')) return { kind: 'missed-call', ...about };
	if (content.length === 0 && edits === undefined) return { kind: 'ignored', key, at, reason: 'unsupported' };
	return {
		kind: 'message',
		id: edits ?? id,
		...about,
		content,
		...optional('edits', edits),
		author: fromMe ? 'account' : 'contact',
		...(fromMe && typeof body['fromApi'] === 'boolean' && { byProgram: body['fromApi'] }),
		...optional('replyTo', text(body['referenceMessageId'] ?? fields(body['buttonReply'])['referenceMessageId'])),
	};
}

/** A message as it is now; a deleted one has no content. */
function readVersion(body: Fields, id: string, fromMe: boolean): { content: MessageContent[]; edits?: string } {
	if (body['notification'] === 'REVOKE') return { content: [], edits: text(body['referenceMessageId']) ?? id };
	const { content } = completed(readContent(body), fromMe);
	const isNew = !fromMe && body['isEdit'] !== true && content.length > 0;
	if (isNew) return { content: [...describeAd(body['externalAdReply']), ...content] };
	return { content, ...(body['isEdit'] === true && content.length > 0 && { edits: id }) };
}

function findIgnored(body: Fields): IgnoredEvent['reason'] | undefined {
	if (body['isGroup'] === true) return 'group';
	if (body['isNewsletter'] === true) return 'newsletter';
	// An answer to a status of ours is written to us alone.
	if (body['broadcast'] === true) return 'broadcast';
	return body['waitingMessage'] === true ? 'waiting-message' : undefined;
}

/** `phone` can be a LID; the sender's LID is our own in a message of ours. */
function readClaims(body: Fields, address: string): AliasClaim[] {
	const lids = [body['chatLid'], body['fromMe'] === true ? undefined : body['senderLid'], address].map(text);
	const claims: AliasClaim[] = lids
		.filter((value) => value?.endsWith('@lid'))
		.map((value) => ({ kind: 'lid', value: value!, proof: 'provider' }));
	return address.endsWith('@lid') ? claims : [...claims, { kind: 'phone', value: address, proof: 'provider' }];
}

const media = {
	audio: { url: 'audioUrl', kind: 'audio' },
	image: { url: 'imageUrl', kind: 'image' },
	video: { url: 'videoUrl', kind: 'video' },
	document: { url: 'documentUrl', kind: 'document' },
	sticker: { url: 'stickerUrl', kind: 'image' },
} as const;

/** About the message, or about another one. */
const silent = new Set(['text', 'externalAdReply', 'notificationParameters', 'pinMessage', 'ids']);

/** In the order in which a person reads them. */
function readContent(body: Fields): { content: MessageContent[]; unread?: string } {
	const part = (name: string) => fields(body[name]);
	const content: MessageContent[] = asText(part('text')['message']);
	for (const [name, { url, kind }] of Object.entries(media)) {
		const part = fields(body[name]);
		const reference = text(part[url]);
		if (reference === undefined) continue;
		content.push({
			kind,
			reference,
			...optional('mimeType', text(part['mimeType'])),
			...optional('fileName', text(part['fileName'])),
			...optional('caption', text(part['caption'])),
			...(typeof part['seconds'] === 'number' && { seconds: part['seconds'] }),
		});
	}
	const reaction = fields(body['reaction']);
	const messageId = text(fields(reaction['referencedMessage'])['messageId']);
	if (messageId !== undefined) content.push({ kind: 'reaction', emoji: text(reaction['value']) ?? '', messageId });
	content.push(...readPlace(part('location')), ...readChoice(body), ...readBusiness(body));
	return content.length > 0 ? { content } : { content, ...optional('unread', findKind(body, silent)) };
}

function readChoice(body: Fields): MessageContent[] {
	const part = (name: string) => fields(body[name]);
	const { title, message, selectedRowId } = part('listResponseMessage');
	const { options: votes } = part('pollVote');
	return [
		...['buttonsResponseMessage', 'buttonReply'].flatMap((name) => asText(part(name)['message'] ?? part(name)['buttonId'])),
		...asText(text(title) ?? text(message) ?? selectedRowId),
		...(Array.isArray(votes) ? describeVote(objects(votes).map(({ name }) => name)) : []),
		...describeResponse(part('eventResponse')['response']),
		...['hydratedTemplate', 'buttonsMessage'].flatMap((name) => asText(part(name)['message'])),
		...asText(part('carouselMessage')['text']),
	];
}

function readBusiness(body: Fields): MessageContent[] {
	const part = (name: string) => fields(body[name]);
	const cards = [part('contact'), ...objects(body['contacts'])].flatMap(({ displayName, phones, vCard }) =>
		describeCard(displayName, Array.isArray(phones) && phones.length > 0 ? phones : readCardPhones(vCard)),
	);
	const orders = ['order', 'reviewAndPay', 'reviewOrder'].filter((name) => isFields(body[name])).map(part);
	const { title, price, currencyCode } = part('product');
	const { question, options } = part('poll');
	const { name: meeting, scheduleTime, location, description } = part('event');
	return [
		...cards,
		...orders.flatMap((order) =>
			describeOrder(
				order['orderTitle'],
				order['message'],
				objects(order['products']).map((one) => ({
					name: one['name'],
					quantity: one['quantity'],
					price: one['price'] ?? one['value'],
					currency: one['currencyCode'] ?? order['currency'],
				})),
			),
		),
		...(text(title) === undefined
			? []
			: framed('goods', `[product] ${[title, [price, currencyCode].map(text).filter(Boolean).join(' ')].filter(Boolean).join(', ')}`)),
		...(text(question) === undefined
			? []
			: describePoll(
					question,
					objects(options).map(({ name }) => name),
				)),
		...(text(meeting) === undefined ? [] : describeMeeting(meeting, scheduleTime, fields(location)['name'], description)),
	];
}

const statuses: Record<string, StatusEvent['status']> = { SENT: 'sent', RECEIVED: 'delivered', READ: 'read', PLAYED: 'read' };

/** READ_BY_ME is a message of theirs that we read. */
function readStatuses(body: Fields, at: number): ChannelEvent[] {
	const status = statuses[text(body['status']) ?? ''];
	const ids = Array.isArray(body['ids']) ? body['ids'].map(text).filter((id) => id !== undefined) : [];
	const address = text(body['phone']) ?? '';
	if (status === undefined)
		return ids.map((id) => ({ kind: 'ignored', key: `status ${id} ${text(body['status'])}`, at, reason: 'unsupported' }));
	return ids.map((id) => ({ kind: 'status', key: `status ${id} ${status}`, at, id, address, status, contact: [] }));
}

/** The phone took a message of ours from Z-API's queue, or could not. */
function readDelivered(body: Fields, at: number): ChannelEvent {
	const id = requireText(body, 'messageId', provider);
	const error = text(body['error']);
	const status = error === undefined ? ('sent' as const) : ('failed' as const);
	const address = text(body['phone']) ?? '';
	return {
		kind: 'status',
		key: `delivery ${id}`,
		at,
		id,
		address,
		status,
		contact: [],
		...optional('reason', error && 'Z-API could not send it'),
	};
}
