import { digestContent } from '../../../../core/conversations/outbox/digest-content';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import { unreadable } from '../../../../core/base/privacy/unreadable';
import type { StateConnection } from '../../../database/state-database';
import { openText, sealDigest, sealText, type TextPlace } from './sealed-text';

/** Shown in place of unreadable content. */
export const unreadableContent = { kind: 'text', text: unreadable, frame: 'unreadable' } as const satisfies MessageContent;

export interface MessageKey {
	tenant: string;
	conversation: string;
	number: number;
}

const ofMessage = ({ tenant, conversation, number }: MessageKey): TextPlace => ({
	tenant,
	conversation,
	column: 'message.content',
	row: Number(number),
});

export const sealMessage = (connection: StateConnection, key: MessageKey, content: readonly MessageContent[]): Promise<string> =>
	sealText(connection, ofMessage(key), JSON.stringify(content));

export const openMessage = async (connection: StateConnection, key: MessageKey, stored: string): Promise<MessageContent[]> =>
	JSON.parse(await openText(connection, ofMessage(key), stored)) as MessageContent[];

interface SendKey {
	tenant: string;
	conversation: string;
	id: string;
}

const ofSend = ({ tenant, conversation, id }: SendKey): TextPlace => ({ tenant, conversation, column: 'outgoing.content', row: id });

export const sealSend = (connection: StateConnection, key: SendKey, content: MessageContent): Promise<string> =>
	sealText(connection, ofSend(key), JSON.stringify(content));

export const openSend = async (connection: StateConnection, key: SendKey, stored: string): Promise<MessageContent> =>
	JSON.parse(await openText(connection, ofSend(key), stored)) as MessageContent;

export const digestSend = (
	connection: StateConnection,
	conversation: { tenant: string; id: string },
	content: readonly MessageContent[],
): Promise<string> => sealDigest(connection, conversation, digestContent(content));
