import { digestContent } from '../../../core/conversations/outbox/digest-content';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { unreadable } from './describe-content';

/** Says what a customer sent where nothing of it can be read. What somebody else wrote as the account needs no answer. */
export function completed<Read extends { content: MessageContent[]; unread?: string }>(read: Read, fromAccount: boolean): Read {
	return fromAccount || read.unread === undefined || read.content.length > 0 ? read : { ...read, content: [unreadable(read.unread)] };
}

/** Each version of a message is an event of its own, also two within a second. */
export function toEventKey(
	id: string,
	{ content, edits, at }: { content: MessageContent[]; edits: string | undefined; at: number },
): string {
	if (edits === undefined) return `message ${id}`;
	return content.length === 0 ? `delete ${edits}` : `message ${edits} edit ${at} ${digestContent(content).slice(0, 16)}`;
}
