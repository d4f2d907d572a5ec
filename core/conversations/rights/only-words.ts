import { isMedia, isOrigin, type MessageContent } from '../../ports/channels/message-content';

/**
 * Returns what a message says if it says one thing: a text, the title of a button or of a row that was chosen, a caption, or the words of an audio.
 * Where the customer came from is nothing that they say.
 */
export function findOnlyWords(content: readonly MessageContent[]): string | undefined {
	const [words, ...others] = content.filter((part) => !isOrigin(part)).flatMap(readPart);
	return others.length === 0 ? words : undefined;
}

function readPart(part: MessageContent): string[] {
	if (part.kind === 'text') return [part.text];
	return isMedia(part) ? [part.caption, part.transcript].filter((words) => words !== undefined && words.trim() !== '').map(String) : [];
}
