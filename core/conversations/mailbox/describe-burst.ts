import { type AudioProblem, lacksText, type MediaContent, type MessageContent, type StoredMessage } from '../../ports';

/** Longer bursts lose their beginning: the agent's own limit on a message would refuse them whole. */
const maxLength = 20_000;

/** Returns a burst as one text for an agent. Anything else is described in square brackets. */
export function describeBurst(messages: readonly StoredMessage[]): string {
	const lines = messages.flatMap(({ content, isEdited, lacksTranscript }) =>
		content.map((part) => `${isEdited ? '[corrected] ' : ''}${lacksTranscript && lacksText(part) ? notYet : describe(part)}`),
	);
	const text = lines.join('\n');
	return text.length <= maxLength ? text : `[…]\n${text.slice(text.length - maxLength)}`;
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
			return [`[${part.kind}${part.fileName === undefined ? '' : ` ${part.fileName}`}]`, part.caption].filter(Boolean).join(' ');
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
	return `[${what}: ${reasons[problem]}. Ask the person to repeat it as text]`;
}
