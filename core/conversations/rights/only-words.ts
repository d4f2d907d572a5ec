import { isMedia, isOrigin, type MessageContent } from '../../ports/channels/message-content';

/**
 * Returns the words of a message with one content: a text, the title of a chosen button or row, a caption, or an audio's transcript. Ignores the
 * origin.
 */
export function findOnlyWords(content: readonly MessageContent[]): string | undefined {
	const [words, ...others] = content.filter((part) => !isOrigin(part)).flatMap(readPart);
	return others.length === 0 ? words : undefined;
}

function readPart(part: MessageContent): string[] {
	if (part.kind === 'text') return [part.text];
	return isMedia(part) ? [part.caption, part.transcript].filter((words) => words !== undefined && words.trim() !== '').map(String) : [];
}
