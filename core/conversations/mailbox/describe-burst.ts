import { toLocalMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { StoredMessage } from '../../ports/channels/mailbox';
import { type AudioProblem, isOrigin, lacksText, type MediaContent, type MessageContent } from '../../ports/channels/message-content';
import { explainFile } from './file-problems';
import { disarm, frame, problems, translateFrame } from './frames';

export const defaultMaxLength = 20_000;

interface BurstOptions {
	/** The agent's limit in characters. Longer bursts lose their beginning, since the agent would refuse them. */
	maxLength?: number;
	language?: Language;
	/** IANA name of the reader's zone. Default: UTC, stated in the text. */
	timeZone?: string | undefined;
}

/** Returns a burst as one text for an agent. Describes everything else in square brackets, which no customer can type. */
export function describeBurst(
	messages: readonly StoredMessage[],
	{ maxLength = defaultMaxLength, language = 'en', timeZone }: BurstOptions = {},
): string {
	const lines = messages.flatMap((message) => {
		const state = describeState(message, language, timeZone);
		const first = message.content.findIndex((part) => !isOrigin(part));
		return message.content.map((part, index) => {
			const words = message.lacksTranscript && lacksText(part) ? frame(language, 'not-yet') : describe(part, language);
			return `${index === Math.max(first, 0) ? state : ''}${words}`;
		});
	});
	return keepEnd(lines.join('\n'), maxLength);
}

/** After this delay, a message is no longer about today. */
const lateMs = 3_600_000;

function describeState(
	{ isEdited, isUnsent, at, arrivedAt, author }: StoredMessage,
	language: Language,
	timeZone: string | undefined,
): string {
	const isLate = author === 'contact' && arrivedAt - at > lateMs;
	const unsent = isUnsent ? `${frame(language, 'unsent')} ` : '';
	return `${unsent}${isEdited ? `${frame(language, 'corrected')} ` : ''}${isLate ? `${frame(language, 'late', toLocalMinute(at, timeZone))} ` : ''}`;
}

const cutMark = '[…]\n';

/** Keeps the end of a text, without splitting a surrogate pair. */
export function keepEnd(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const end = text.slice(text.length - Math.max(maxLength - cutMark.length, 0)).replace(/^[\udc00-\udfff]/, '');
	return `${cutMark}${end}`.slice(0, maxLength);
}

export const describeContent = (part: MessageContent, language: Language = 'en'): string => describe(part, language);

function describe(part: MessageContent, language: Language): string {
	switch (part.kind) {
		case 'text':
			return describeText(part, language);
		case 'audio':
			return describeAudio(part, language);
		case 'image':
		case 'video':
		case 'document': {
			const name = part.fileName === undefined ? '' : ` ${disarm(part.fileName)}`;
			const why = part.problem === undefined ? '' : explainFile(part.kind, part.problem, language);
			return [frame(language, part.kind, `${name}${why}`), part.caption && disarm(part.caption)].filter(Boolean).join(' ');
		}
		case 'reaction':
			return part.emoji === '' ? frame(language, 'no-reaction') : frame(language, 'reaction', disarm(part.emoji));
		case 'location': {
			const name = [part.name, part.address].filter(Boolean).join(', ');
			return frame(language, 'location', `${part.latitude}, ${part.longitude}${name && `: ${disarm(name)}`}`);
		}
		case 'template':
			return frame(language, 'template', part.name);
	}
}

function describeText({ text, origin, frame: name }: Extract<MessageContent, { kind: 'text' }>, language: Language): string {
	if (name !== undefined) return translateFrame(text, name, language);
	if (origin === undefined) return disarm(text);
	const title = origin.title ?? origin.source;
	return frame(language, origin.via, title === undefined ? '' : `: ${disarm(title)}`);
}

function describeAudio({ transcript, summary, problem, isLate }: MediaContent, language: Language): string {
	if (transcript !== undefined) return `${frame(language, isLate ? 'heard-late' : 'heard')} ${disarm(transcript)}`;
	if (summary !== undefined) return `${frame(language, 'summary')} ${disarm(summary)}`;
	if (problem === undefined) return frame(language, isLate ? 'not-yet' : 'silent');
	return frame(language, isLate ? 'unheard-late' : 'unheard', problems[language][problem as AudioProblem]);
}
