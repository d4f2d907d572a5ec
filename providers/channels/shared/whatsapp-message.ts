/** Messages of WhatsApp Web's protocol, as Evolution API and engines of WAHA pass them on. */
import type { MessageContent } from '../../../core/ports/channels/message-content';
import {
	asText,
	framed,
	describeCard,
	describeForm,
	describeMeeting,
	describeOrder,
	describePoll,
	describeVote,
	findKind,
	objects,
	readCardPhones,
	readPlace,
} from './describe-content';
import { fields, type Fields, isFields, optional, text } from './payload';

/** Content within content: a message that disappears, that is seen once, of an album, to a bot. */
const maxDepth = 8;

export interface WhatsAppContent {
	content: MessageContent[];
	/** The message whose content this is from now on. Without content, it was deleted. */
	edits?: string;
	/** What the message has, if nothing of it can be read. */
	unread?: string;
}

/** About other messages and keys: nobody wrote it. The photos of an album follow, and an encrypted edit tells nothing. */
const silent = new Set([
	'extendedTextMessage',
	'protocolMessage',
	'senderKeyDistributionMessage',
	'fastRatchetKeySenderKeyDistributionMessage',
	'messageContextInfo',
	'contextInfo',
	'pinInChatMessage',
	'keepInChatMessage',
	'encReactionMessage',
	'secretEncryptedMessage',
	'albumMessage',
	'callLogMesssage',
	'call',
	'bcallMessage',
	'placeholderMessage',
	'messageHistoryNotice',
	'messageHistoryBundle',
	'stickerSyncRmrMessage',
]);

const edit = new Set<unknown>([14, 'MESSAGE_EDIT']);
const revoke = new Set<unknown>([0, 'REVOKE']);

/** @param reference under which the provider finds the media of the message */
export function readWhatsAppMessage(message: Fields, reference: string, key: Fields = {}): WhatsAppContent {
	const read = readMessage(message, reference);
	// WhatsApp shows some to the phone only, and tells programs that one came.
	const isHidden = key['isViewOnce'] === true && read.content.length === 0 && read.edits === undefined;
	return isHidden ? { unread: 'view once', ...read } : read;
}

function readMessage(message: Fields, reference: string): WhatsAppContent {
	let inner = message;
	let edits: string | undefined;
	for (let depth = 0; depth < maxDepth; depth += 1) {
		const protocol = fields(inner['protocolMessage']);
		const key = fields(protocol['key']);
		const target = text(key['id']) ?? text(key['ID']);
		if (target !== undefined && revoke.has(protocol['type'])) return { content: [], edits: target };
		if (target !== undefined && edit.has(protocol['type']) && isFields(protocol['editedMessage'])) {
			edits = target;
			inner = protocol['editedMessage'];
		}
		const content = readPlain(inner, edits ?? reference);
		if (content.length > 0) return { content, ...optional('edits', edits) };
		const wrapped = Object.values(inner).find((part) => isFields(part) && isFields(part['message']));
		if (wrapped === undefined) {
			const unread = findKind(inner, silent);
			// An edit without words is not a deletion.
			return unread === undefined ? { content: [] } : { content: [], unread, ...optional('edits', edits) };
		}
		inner = fields(fields(wrapped)['message']);
	}
	return { content: [], unread: 'nested' };
}

const media = {
	audioMessage: 'audio',
	imageMessage: 'image',
	stickerMessage: 'image',
	videoMessage: 'video',
	ptvMessage: 'video',
	documentMessage: 'document',
} as const;

function readPlain(message: Fields, reference: string): MessageContent[] {
	const part = (name: string) => fields(message[name]);
	const words = readWords(message);
	if (words.length > 0) return words;
	const messageId = text(fields(part('reactionMessage')['key'])['id']) ?? text(fields(part('reactionMessage')['key'])['ID']);
	if (messageId !== undefined) return [{ kind: 'reaction', emoji: text(part('reactionMessage')['text']) ?? '', messageId }];
	const place = { ...part('liveLocationMessage'), ...part('locationMessage') };
	const places = readPlace({ ...place, latitude: place['degreesLatitude'], longitude: place['degreesLongitude'] });
	if (places.length > 0) return [...places, ...asText(place['caption'])];
	const found = Object.entries(media).find(([name]) => isFields(message[name]));
	if (found === undefined) return readBusiness(message);
	const file = part(found[0]);
	return [
		{
			kind: found[1],
			reference,
			...optional('mimeType', text(file['mimetype'])),
			...optional('fileName', text(file['fileName'])),
			...optional('caption', text(file['caption'])),
			...(typeof file['seconds'] === 'number' && { seconds: file['seconds'] }),
		},
	];
}

function readWords(message: Fields): MessageContent[] {
	const part = (name: string) => fields(message[name]);
	const buttons = part('buttonsResponseMessage');
	const template = part('templateButtonReplyMessage');
	const list = part('listResponseMessage');
	const interactive = part('interactiveResponseMessage');
	const flow = fields(interactive['nativeFlowResponseMessage']);
	const form = text(flow['name']) === 'flow' || fields(interactive['body'])['text'] === undefined ? describeForm(flow['paramsJson']) : [];
	if (form.length > 0) return form;
	const votes = fields(part('pollUpdateMessage')['vote'])['selectedOptions'];
	if (Array.isArray(votes)) return describeVote(votes.map((vote) => text(vote) ?? fields(vote)['name']));
	return asText(
		text(message['conversation']) ??
			text(part('extendedTextMessage')['text']) ??
			text(buttons['selectedDisplayText'] ?? buttons['selectedButtonId']) ??
			text(template['selectedDisplayText'] ?? template['selectedId']) ??
			text(list['title']) ??
			text(list['description']) ??
			text(fields(list['singleSelectReply'])['selectedRowId']) ??
			text(fields(interactive['body'])['text']),
	);
}

function readBusiness(message: Fields): MessageContent[] {
	const part = (name: string) => fields(message[name]);
	const cards = [part('contactMessage'), ...objects(part('contactsArrayMessage')['contacts'])];
	const described = cards.flatMap(({ displayName, vcard }) => describeCard(displayName, readCardPhones(vcard)));
	if (described.length > 0) return described;
	const order = part('orderMessage');
	const product = fields(part('productMessage')['product']);
	if (Object.keys(order).length > 0) {
		const total = { name: 'total', price: toPrice(order['totalAmount1000']), currency: order['totalCurrencyCode'] };
		const count = { name: 'products', quantity: order['itemCount'] };
		return describeOrder(order['orderTitle'], order['message'], [...(count.quantity ? [count] : []), ...(total.price ? [total] : [])]);
	}
	const { title, priceAmount1000, currencyCode } = product;
	if (text(title) !== undefined) {
		const price = [toPrice(priceAmount1000), text(currencyCode)].filter(Boolean).join(' ');
		return framed(
			'goods',
			[`[product] ${text(title)}${price && `, ${price}`}`, text(part('productMessage')['body'])].filter(Boolean).join('\n'),
		);
	}
	const poll = fields(Object.entries(message).find(([name]) => /^pollCreationMessage(?:V\d+)?$/.test(name))?.[1]);
	if (text(poll['name']) !== undefined)
		return describePoll(
			poll['name'],
			objects(poll['options']).map(({ optionName }) => optionName),
		);
	const { name, startTime, location, description } = part('eventMessage');
	if (text(name) !== undefined) return describeMeeting(name, startTime, fields(location)['name'], description);
	const hydrated = {
		...fields(part('templateMessage')['hydratedFourRowTemplate']),
		...fields(part('templateMessage')['hydratedTemplate']),
	};
	return asText(
		text(hydrated['hydratedContentText']) ??
			text(fields(part('interactiveMessage')['body'])['text']) ??
			text(part('buttonsMessage')['contentText']) ??
			text(part('listMessage')['description']),
	);
}

const toPrice = (thousandths: unknown): string | undefined => {
	const price = Number(text(thousandths) ?? NaN) / 1_000;
	return Number.isFinite(price) && price > 0 ? String(price) : undefined;
};
