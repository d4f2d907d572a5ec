import { toMinute } from '../../base/iso-time';
import type { StoredMessage } from '../../ports/channels/mailbox';
import {
	type AudioProblem,
	type FileProblem,
	lacksText,
	type MediaContent,
	type MessageContent,
} from '../../ports/channels/message-content';

/** The limit of an agent that states none. */
export const defaultMaxLength = 20_000;

/**
 * Returns a burst as one text for an agent. Anything else is described in square brackets.
 * @param maxLength the agent's own limit on a message, in characters. Longer bursts lose their beginning: the agent would refuse them whole.
 */
export function describeBurst(messages: readonly StoredMessage[], maxLength = defaultMaxLength): string {
	const lines = messages.flatMap((message) =>
		message.content.map((part) => `${describeState(message)}${message.lacksTranscript && lacksText(part) ? notYet : describe(part)}`),
	);
	return keepEnd(lines.join('\n'), maxLength);
}

/** On its way for longer, a message is no longer about today. */
const lateMs = 3_600_000;

const describeState = ({ isEdited, at, arrivedAt, author }: StoredMessage): string =>
	`${isEdited ? '[corrected] ' : ''}${author === 'contact' && arrivedAt - at > lateMs ? `[written at ${toMinute(at)} UTC, arrived late] ` : ''}`;

const cutMark = '[…]\n';

/** The end of a text, at most so long. A pair of code units stays whole. */
export function keepEnd(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const end = text.slice(text.length - Math.max(maxLength - cutMark.length, 0)).replace(/^[\udc00-\udfff]/, '');
	return `${cutMark}${end}`.slice(0, maxLength);
}

function describe(part: MessageContent): string {
	switch (part.kind) {
		case 'text':
			return part.text;
		case 'audio':
			return describeAudio(part);
		case 'image':
		case 'video':
		case 'document':
			return [describeFile(part), part.caption].filter(Boolean).join(' ');
		case 'reaction':
			return part.emoji === '' ? '[reaction removed]' : `[reaction ${part.emoji}]`;
		case 'location': {
			const name = [part.name, part.address].filter(Boolean).join(', ');
			return `[location ${part.latitude}, ${part.longitude}${name && `: ${name}`}]`;
		}
		case 'template':
			return `[template ${part.name}]`;
	}
}

const fileReasons: Record<Exclude<FileProblem, 'unseen'>, string> = {
	'too-large': 'its file is too large',
	'too-many': 'too many files came together',
	unreadable: 'its file is damaged, or of a kind that cannot be read',
	protected: 'its file needs a password',
	'no-text': 'its file has no text, such as a scan',
	gone: 'its file is not available any more',
	unavailable: 'its file could not be had at the moment',
};

function describeFile({ kind, fileName, problem }: MediaContent): string {
	const name = `${kind}${fileName === undefined ? '' : ` ${fileName}`}`;
	if (problem === undefined) return `[${name}]`;
	const why =
		problem === 'unseen'
			? `you cannot ${kind === 'video' ? 'watch videos' : 'see pictures'}`
			: fileReasons[problem as keyof typeof fileReasons];
	return `[${name}, whose content you do not know: ${why}. Tell the person so, and ask for it in words]`;
}

const notYet = '[audio whose transcript is not there yet; it follows when it is]';

const reasons: Record<AudioProblem, string> = {
	'too-long': 'it is too long',
	'too-large': 'its file is too large',
	unreadable: 'its file cannot be read',
	gone: 'its file is not available',
	unintelligible: 'nothing in it was understood',
	unavailable: 'the transcription does not work at the moment',
	'too-many': 'there were too many within an hour',
};

function describeAudio({ transcript, summary, problem, isLate }: MediaContent): string {
	if (transcript !== undefined) return `[${isLate ? 'transcript of an audio that came before' : 'audio, transcribed'}] ${transcript}`;
	if (summary !== undefined) return `[summary of an audio] ${summary}`;
	if (problem === undefined) return isLate ? notYet : '[audio without a transcript]';
	const what = isLate ? 'an audio that came before could not be transcribed' : 'audio that could not be transcribed';
	return `[${what}: ${reasons[problem as AudioProblem]}. Ask the person to repeat it as text]`;
}
