import { createHash } from 'node:crypto';
import type { MessageContent } from '../../ports/channels/message-content';

/**
 * Returns what an own message and its echo have in common, where the echo tells no id that we know yet: the text, whatever spaces the provider
 * changed, or the kind of media with its caption.
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
