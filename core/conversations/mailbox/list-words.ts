import type { StoredMessage } from '../../ports/channels/mailbox';
import { isOrigin, type MessageContent } from '../../ports/channels/message-content';

export const listWords = (messages: readonly Pick<StoredMessage, 'content'>[]): string =>
	messages.flatMap(({ content }) => content.filter((part) => !isOrigin(part)).flatMap(readOwnWords)).join('\n');

function readOwnWords(part: MessageContent): string[] {
	if (part.kind === 'text') return part.frame === undefined ? [part.text] : [];
	if (!('caption' in part || 'transcript' in part || 'summary' in part)) return [];
	return [part.caption, part.transcript ?? part.summary].filter((text) => text !== undefined);
}
