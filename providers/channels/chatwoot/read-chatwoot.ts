import { parseCommand } from '../../../core/conversations/mailbox/parse-command';
import type { AliasClaim, ChannelEvent, ConversationEvent } from '../../../core/ports/channels/channel-events';
import type { StoredRequest } from '../../../core/ports/channels/channel';
import type { MediaContent, MessageContent } from '../../../core/ports/channels/message-content';
import { asText, framed, describeCard, objects, readPlace } from '../shared/describe-content';
import { completed, toEventKey } from '../shared/event-parts';
import { fields, type Fields, optional, readObject, requireText, text } from '../shared/payload';

const provider = 'Chatwoot';

export interface Inbox {
	inboxId: string;
	/** `<host>/<account>`: the ids of contacts are unique within it. */
	source: string;
}

/** Reads a webhook of Chatwoot: https://www.chatwoot.com/hc/user-guide/articles/1677693021. */
export function readChatwoot({ stored, receivedAt }: StoredRequest, inbox: Inbox): ChannelEvent[] {
	const body = readObject(stored, provider);
	const event = text(body['event']) ?? '';
	const about = { at: readMoment(body, receivedAt), inbox };
	switch (event) {
		case 'message_created':
		case 'message_updated':
			return [readMessage(body, about, event === 'message_updated')];
		case 'conversation_status_changed':
		case 'conversation_updated':
			return [readChange(body, event, about)];
		default:
			return [
				{
					kind: 'ignored',
					key: `${event.slice(0, 100)} ${about.at}`,
					at: about.at,
					reason: event.includes('typing') ? 'typing' : 'unsupported',
				},
			];
	}
}

interface About {
	at: number;
	inbox: Inbox;
}

/** Seconds, or a time in ISO 8601. */
function readMoment(body: Fields, otherwise: number): number {
	const value = body['updated_at'] ?? body['created_at'];
	const time = typeof value === 'string' ? Date.parse(value) : Number(value) * 1_000;
	return Number.isFinite(time) && time > 0 ? time : otherwise;
}

function readMessage(body: Fields, { at, inbox }: About, isUpdate: boolean): ChannelEvent {
	const version = readVersion(body, isUpdate);
	const { id, content, edits, isFromCustomer } = version;
	const key = toEventKey(id, { content, edits, at });
	const ignore = (reason: 'other-number' | 'note' | 'unsupported'): ChannelEvent => ({ kind: 'ignored', key, at, reason });
	const conversation = fields(body['conversation']);
	const inboxId = text(fields(body['inbox'])['id'] ?? conversation['inbox_id']);
	if (inboxId !== inbox.inboxId) return ignore('other-number');
	if (version.isIgnored) return ignore('unsupported');
	const address = requireText(conversation, 'id', provider);
	// A command that the customer does not see. Any other note is among people.
	if (body['private'] === true && parseCommand(content) === undefined) return ignore('note');
	const sender = fields(body['sender']);
	const attributes = fields(body['content_attributes']);
	// What the customer wrote in another channel, which we show there.
	if (body['message_type'] === 'incoming' && text(attributes['troupe']) !== undefined) return ignore('note');
	const customer = body['message_type'] === 'incoming' ? sender : fields(fields(conversation['meta'])['sender']);
	return {
		kind: 'message',
		id,
		key,
		at,
		address,
		content,
		contact: readClaims(customer, inbox.source),
		...optional('name', text(customer['name'])),
		...optional('replyTo', text(attributes['in_reply_to'])),
		...optional('edits', edits),
		...(isFromCustomer ? { author: 'contact' as const } : { author: 'account' as const, ...readWriter(sender, attributes) }),
	};
}

interface Version {
	id: string;
	content: MessageContent[];
	/** Undefined for a message that was created. */
	edits: string | undefined;
	isFromCustomer: boolean;
	isIgnored: boolean;
}

/** What a message is now. Chatwoot reports each status of a message as an update of it, and also what the customer answers in one of ours. */
function readVersion(body: Fields, isUpdate: boolean): Version {
	const own = requireText(body, 'id', provider);
	const { submitted_values: answers, deleted } = fields(body['content_attributes']);
	const isIncoming = body['message_type'] === 'incoming';
	if (isUpdate && !isIncoming) {
		const content = readAnswer(answers);
		return { id: `${own} answer`, content, edits: undefined, isFromCustomer: true, isIgnored: content.length === 0 };
	}
	const isDeleted = deleted === true;
	const { content } = isDeleted ? { content: [] } : completed(readContent(body), !isIncoming);
	const isKnown = isIncoming || body['message_type'] === 'outgoing';
	const isIgnored = !isKnown || (content.length === 0 && !isDeleted);
	return { id: own, content, edits: isUpdate || isDeleted ? own : undefined, isFromCustomer: isIncoming, isIgnored };
}

/** A bot of Chatwoot is a program; users are people, unless we wrote with their token. Nobody is named where the phone wrote. */
function readWriter(sender: Fields, attributes: Fields) {
	const id = text(sender['id']);
	const isOfPhone = id === undefined && (attributes['external_echo'] === true || attributes['external_sender_name'] !== undefined);
	return {
		...optional('mark', text(attributes['troupe'])),
		...(id !== undefined && { writer: { id, ...optional('name', text(sender['name'])) } }),
		...(!isOfPhone && { byProgram: id === undefined || sender['type'] === 'agent_bot' }),
	};
}

/** People type phone numbers into Chatwoot: they prove nothing. */
function readClaims(customer: Fields, source: string): AliasClaim[] {
	const claims: AliasClaim[] = [];
	const id = text(customer['id']);
	if (id !== undefined) claims.push({ kind: `chatwoot:${source}`, value: id, proof: 'provider' });
	const phone = text(customer['phone_number']);
	if (phone !== undefined) claims.push({ kind: 'phone', value: phone, proof: 'entered' });
	return claims;
}

const kinds: Record<string, MediaContent['kind']> = { image: 'image', audio: 'audio', video: 'video', file: 'document' };

/** What the customer chose or entered in a message of ours that asks. */
function readAnswer(answers: unknown): MessageContent[] {
	const { rating, feedback_message: words } = fields(fields(answers)['csat_survey_response']);
	if (text(rating) !== undefined) return framed('rating', [`[rating: ${text(rating)} of 5]`, text(words)].filter(Boolean).join(' '));
	return asText(
		objects(answers)
			.map(({ title, value }) => text(title) ?? text(value))
			.filter(Boolean)
			.join('\n'),
	);
}

function readContent(body: Fields): { content: MessageContent[]; unread?: string } {
	const attachments = objects(body['attachments']);
	const { reply } = fields(fields(fields(body['content_attributes'])['email'])['text_content']);
	// The content of an e-mail is its HTML, with the messages that it answers.
	const content = [...asText(text(reply) ?? body['content']), ...attachments.flatMap(readAttachment)];
	const isUnsupported = fields(body['content_attributes'])['is_unsupported'] === true;
	const unread = isUnsupported ? 'unsupported' : attachments.map((one) => text(one['file_type']) ?? 'attachment')[0];
	return { content, ...optional('unread', unread) };
}

function readAttachment(attachment: Fields): MessageContent[] {
	const type = text(attachment['file_type']) ?? '';
	const { coordinates_lat: latitude, coordinates_long: longitude, fallback_title: title, meta } = attachment;
	const reference = text(attachment['data_url']);
	if (kinds[type] !== undefined && reference !== undefined) return [{ kind: kinds[type], reference }];
	if (type === 'location') return readPlace({ latitude, longitude, name: title });
	const { firstName, lastName } = fields(meta);
	if (type === 'contact') return describeCard([firstName, lastName].map(text).filter(Boolean).join(' '), [title]);
	return type === 'fallback' ? asText([title, reference].map(text).filter(Boolean).join(' ')) : [];
}

/** Only the event of a status names it; other changes are in `changed_attributes`. */
function readChange(body: Fields, event: string, { at, inbox }: About): ChannelEvent {
	const address = requireText(body, 'id', provider);
	const ignore = (reason: 'other-number' | 'unsupported'): ChannelEvent => ({
		kind: 'ignored',
		key: `${event} ${address} ${at}`,
		at,
		reason,
	});
	if (text(body['inbox_id']) !== inbox.inboxId) return ignore('other-number');
	const changes = event === 'conversation_status_changed' ? optional('status', text(body['status'])) : readChanged(body);
	if (Object.keys(changes).length === 0) return ignore('unsupported');
	const by = fields(body['performed_by']);
	return {
		kind: 'conversation',
		key: `${event} ${address} ${at} ${JSON.stringify(changes)}`.slice(0, 500),
		at,
		address,
		changes,
		contact: readClaims(fields(fields(body['meta'])['sender']), inbox.source),
		...(text(by['id']) !== undefined && { changedBy: { id: text(by['id'])!, ...optional('name', text(by['name'])) } }),
	};
}

function readChanged(body: Fields): ConversationEvent['changes'] {
	const changed = (Array.isArray(body['changed_attributes']) ? body['changed_attributes'] : []).flatMap((part) =>
		Object.keys(fields(part)),
	);
	const labels = Array.isArray(body['labels']) ? body['labels'].map(text).filter((label) => label !== undefined) : [];
	return {
		...(changed.includes('assignee_id') && { assignee: text(fields(fields(body['meta'])['assignee'])['id']) ?? null }),
		...((changed.includes('label_list') || changed.includes('cached_label_list')) && { labels }),
	};
}
