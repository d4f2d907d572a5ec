import type { AliasClaim, ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { asText, framed, describeCard, describePoll, findKind, objects, readPlace } from '../shared/describe-content';
import { describeOrigin } from '../shared/describe-origin';
import { completed } from '../shared/event-parts';
import { fields, isFields, optional, readObject, readTime, requireText, text, type Fields } from '../shared/payload';

/** Deeper than Telegram allows. */
const maxDepth = 40;
const maxLength = 40_000;
/** Where blocks and formatted texts have their own texts, in the order in which a person reads them. */
const inner = ['label', 'summary', 'text', 'alternative_text', 'expression', 'blocks', 'items', 'cells', 'caption', 'credit'];

/** Returns the text of a rich message, a line for each block: https://core.telegram.org/bots/api#richmessage. */
function readRichText(message: unknown): string | undefined {
	const { blocks } = fields(message);
	return Array.isArray(blocks) ? joinLines(blocks, 0).slice(0, maxLength) : undefined;
}

const joinLines = (parts: unknown[], depth: number): string =>
	parts
		.map((part) => (Array.isArray(part) ? part.map((cell) => read(cell, depth)).join(' | ') : read(part, depth)))
		.filter(Boolean)
		.join('\n');

function read(value: unknown, depth: number): string {
	if (typeof value === 'string') return value;
	if (depth > maxDepth) return '';
	if (Array.isArray(value)) return value.map((part) => read(part, depth + 1)).join('');
	if (!isFields(value)) return '';
	return inner
		.map((name) => {
			const part = value[name];
			const areBlocks = Array.isArray(part) && (name === 'blocks' || name === 'items' || name === 'cells');
			return areBlocks ? joinLines(part, depth + 1) : read(part, depth + 1);
		})
		.filter(Boolean)
		.join(' ');
}

const provider = 'Telegram';

/** Reads an update of Telegram: https://core.telegram.org/bots/api#update. */
export function readTelegram({ stored, receivedAt }: StoredRequest): ChannelEvent[] {
	const update = readObject(stored, provider);
	const key = `update ${requireText(update, 'update_id', provider)}`;
	const [kind] = Object.keys(update).filter((name) => name !== 'update_id');
	const body = fields(update[kind ?? '']);
	const at = readTime(body['edit_date'] ?? body['date'], receivedAt);
	const about = { key, at };
	switch (kind) {
		case 'message':
		case 'edited_message':
			return [readMessage(body, about, kind === 'edited_message')];
		case 'callback_query':
			return [readPressed(body, about)];
		case 'message_reaction':
			return [readReaction(body, about)];
		case 'my_chat_member':
			return [readMember(body, about)];
		default:
			return [{ kind: 'ignored', ...about, reason: 'unsupported' }];
	}
}

/** Telegram counts the messages of each chat: `<chat>/<number>` is unique for a bot. */
export const messageId = (chat: string, number: unknown): string => `${chat}/${text(number) ?? ''}`;

interface About {
	key: string;
	at: number;
}

function readMessage(message: Fields, about: About, isEdit: boolean): ChannelEvent {
	const chat = fields(message['chat']);
	if (chat['type'] !== 'private') return { kind: 'ignored', ...about, reason: chat['type'] === 'channel' ? 'broadcast' : 'group' };
	const address = requireText(chat, 'id', provider);
	const id = messageId(address, requireText(message, 'message_id', provider));
	const { content } = completed(readContent(message), false);
	if (content.length === 0) return { kind: 'ignored', ...about, reason: 'unsupported' };
	const replied = text(fields(message['reply_to_message'])['message_id']);
	return {
		kind: 'message',
		id,
		...about,
		address,
		author: 'contact',
		content,
		contact: readClaims(message, address),
		...optional('name', readName(fields(message['from']))),
		...optional('replyTo', replied && messageId(address, replied)),
		...(isEdit && { edits: id }),
	};
}

/** A person who shares their own number proves it: Telegram fills in `user_id`. */
function readClaims(message: Fields, address: string): AliasClaim[] {
	const claims: AliasClaim[] = [{ kind: 'telegram', value: address, proof: 'provider' }];
	const shared = fields(message['contact']);
	const phone = text(shared['phone_number']);
	if (phone !== undefined && text(shared['user_id']) === text(fields(message['from'])['id'])) {
		claims.push({ kind: 'phone', value: phone, proof: 'provider' });
	}
	return claims;
}

const readName = (person: Fields): string => [person['first_name'], person['last_name']].map(text).filter(Boolean).join(' ');

const media = { voice: 'audio', audio: 'audio', video: 'video', video_note: 'video', animation: 'video', document: 'document' } as const;

/** About the message, or what a person did without writing. */
const silent = new Set([
	'chat',
	'from',
	'sender_chat',
	'sender_business_bot',
	'via_bot',
	'reply_to_message',
	'external_reply',
	'quote',
	'reply_to_story',
	'forward_origin',
	'forward_from',
	'forward_from_chat',
	'entities',
	'caption_entities',
	'link_preview_options',
	'reply_markup',
	'pinned_message',
	'message_auto_delete_timer_changed',
	'chat_background_set',
	'write_access_allowed',
	'boost_added',
	'direct_messages_topic',
	'suggested_post_info',
	'forum_topic_created',
	'forum_topic_edited',
	'forum_topic_closed',
	'forum_topic_reopened',
	'checklist_tasks_done',
	'checklist_tasks_added',
	'poll_option_added',
	'poll_option_deleted',
	'managed_bot_created',
	'proximity_alert_triggered',
	'direct_message_price_changed',
	'paid_message_price_changed',
]);

/** A link to the bot ends in a parameter, which Telegram writes into the first message. */
function readWords(words: string | undefined): MessageContent[] {
	const [, source] = /^\/start ([\w-]{1,64})$/.exec(words ?? '') ?? [];
	return source === undefined ? asText(words) : [...describeOrigin('link', { source }), ...asText('/start')];
}

function readContent(message: Fields): { content: MessageContent[]; unread?: string } {
	const content = readWords(text(message['text']) ?? readRichText(message['rich_message']));
	const caption = optional('caption', text(message['caption']));
	// Telegram sends an animation as a document, too.
	const found = Object.entries(media).find(([name]) => message[name] !== undefined);
	if (found) {
		const [name, kind] = found;
		const { file_id: file, mime_type: mimeType, file_name: fileName, duration } = fields(message[name]);
		content.push({
			kind,
			reference: text(file) ?? '',
			...caption,
			...optional('mimeType', text(mimeType)),
			...optional('fileName', text(fileName)),
			...(typeof duration === 'number' && { seconds: duration }),
		});
	}
	const photos = Array.isArray(message['photo']) ? message['photo'] : [];
	// The last one is the largest.
	const photo = fields(photos.at(-1) ?? message['sticker']);
	if (text(photo['file_id']) !== undefined) content.push({ kind: 'image', reference: text(photo['file_id'])!, ...caption });
	const { title: name, address } = fields(message['venue']);
	content.push(...readPlace({ ...fields(message['location']), name, address }));
	const { phone_number: phone, first_name: first, last_name: last } = fields(message['contact']);
	if (text(phone) !== undefined) content.push(...describeCard([first, last].map(text).filter(Boolean).join(' '), [phone]));
	const { emoji, value } = fields(message['dice']);
	const { button_text: button, data } = fields(message['web_app_data']);
	if (text(value) !== undefined) content.push(...framed('dice', `[dice ${[emoji, value].map(text).filter(Boolean).join(' ')}]`));
	content.push(...describePressed(button, data));
	const { question, options } = fields(message['poll']);
	if (text(question) !== undefined)
		content.push(
			...describePoll(
				question,
				objects(options).map((option) => option['text']),
			),
		);
	return content.length > 0 ? { content } : { content, ...optional('unread', findKind(message, silent)) };
}

/** What a page of the bot sent, under the label of the button that opened it. */
const describePressed = (button: unknown, data: unknown): MessageContent[] =>
	text(data) === undefined ? [] : asText([button, data].map(text).filter(Boolean).join(': '));

/** A button under a message that a program sent with the same bot. What follows is read as if they had typed its label. */
function readPressed(body: Fields, about: About): ChannelEvent {
	const message = fields(body['message']);
	const chat = fields(message['chat']);
	const data = text(body['data']);
	if (data === undefined || chat['type'] === undefined) return { kind: 'ignored', ...about, reason: 'unsupported' };
	if (chat['type'] !== 'private') return { kind: 'ignored', ...about, reason: 'group' };
	const address = requireText(chat, 'id', provider);
	const rows = fields(message['reply_markup'])['inline_keyboard'];
	const pressed = (Array.isArray(rows) ? rows : []).flatMap(objects).find((button) => button['callback_data'] === data);
	return {
		kind: 'message',
		id: `${address}/${about.key}`,
		...about,
		address,
		author: 'contact',
		content: asText(text(pressed?.['text']) ?? data),
		contact: [{ kind: 'telegram', value: address, proof: 'provider' }],
		...optional('name', readName(fields(body['from']))),
		...optional('replyTo', messageId(address, requireText(message, 'message_id', provider))),
	};
}

function readReaction(body: Fields, about: About): ChannelEvent {
	const chat = fields(body['chat']);
	if (chat['type'] !== 'private') return { kind: 'ignored', ...about, reason: 'group' };
	const address = requireText(chat, 'id', provider);
	const reactions = Array.isArray(body['new_reaction']) ? body['new_reaction'] : [];
	const last = fields(reactions.at(-1));
	// One without an emoji is a picture of its own.
	const emoji = text(last['emoji']) ?? text(last['type'])?.replaceAll('_', ' ') ?? '';
	return {
		kind: 'message',
		id: `${address}/${about.key}`,
		...about,
		address,
		author: 'contact',
		contact: [{ kind: 'telegram', value: address, proof: 'provider' }],
		content: [{ kind: 'reaction', emoji, messageId: messageId(address, requireText(body, 'message_id', provider)) }],
		...optional('name', readName(fields(body['user']))),
	};
}

/** The person blocked the bot, or came back. */
function readMember(body: Fields, about: About): ChannelEvent {
	const chat = fields(body['chat']);
	if (chat['type'] !== 'private') return { kind: 'ignored', ...about, reason: 'group' };
	const address = requireText(chat, 'id', provider);
	const status = fields(body['new_chat_member'])['status'] === 'kicked' ? 'blocked' : 'open';
	return {
		kind: 'conversation',
		...about,
		address,
		changes: { status },
		contact: [{ kind: 'telegram', value: address, proof: 'provider' }],
	};
}
