import { createHash } from 'node:crypto';
import type { MessageContent } from '../../ports/channels/message-content';

/**
 * Returns the shared part of a message and its echo, for echoes without a known id: the text regardless of spaces, or the kind of media with its
 * caption.
 */
export function digestContent(content: readonly MessageContent[]): string {
	const parts = content.map((part) => {
		if (part.kind === 'text') return `text ${squeeze(part.text)}`;
		if ('reference' in part) return `${part.kind} ${squeeze(part.caption ?? '')}`;
		return `${part.kind} ${JSON.stringify(part)}`;
	});
	return createHash('sha256').update(parts.join('\n')).digest('hex');
}

const squeeze = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
