import type { MessageContent, StoredMessage } from '../../ports';

/** Longer bursts lose their beginning: the agent's own limit on a message would refuse them whole. */
const maxLength = 20_000;

/** Returns a burst as one text for an agent. Anything else is described in square brackets. */
export function describeBurst(messages: readonly StoredMessage[]): string {
	const lines = messages.flatMap(({ content, isEdited }) => content.map((part) => `${isEdited ? '[corrected] ' : ''}${describe(part)}`));
	const text = lines.join('\n');
	return text.length <= maxLength ? text : `[…]\n${text.slice(text.length - maxLength)}`;
}

function describe(part: MessageContent): string {
	switch (part.kind) {
		case 'text':
			return part.text;
		case 'audio':
			return part.transcript ?? '[audio without a transcript]';
		case 'image':
		case 'video':
		case 'document':
			return [`[${part.kind}${part.fileName === undefined ? '' : ` ${part.fileName}`}]`, part.caption].filter(Boolean).join(' ');
		case 'reaction':
			return `[reaction ${part.emoji}]`;
		case 'location':
			return `[location ${part.latitude}, ${part.longitude}]`;
		case 'template':
			return `[template ${part.name}]`;
	}
}
