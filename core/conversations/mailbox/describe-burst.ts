import { toLocalMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { StoredMessage } from '../../ports/channels/mailbox';
import { type AudioProblem, isOrigin, lacksText, type MediaContent, type MessageContent } from '../../ports/channels/message-content';
import type { FileProblem, MediaProblem } from '../../ports/channels/message-content';
import { disarm, frame, problems, translateFrame } from './frames';

const reasons: Record<Language, Record<Exclude<FileProblem, 'unseen'> | 'image' | 'video' | 'document', string>> = {
	en: {
		image: 'you cannot see pictures',
		document: 'you cannot see pictures',
		video: 'you cannot watch videos',
		'too-large': 'its file is too large',
		'too-many': 'too many files came together',
		unreadable: 'its file is damaged, or of a kind that cannot be read',
		protected: 'its file needs a password',
		'no-text': 'its file has no text, such as a scan',
		gone: 'its file is not available any more',
		unavailable: 'its file could not be had at the moment',
	},
	pt: {
		image: 'você não enxerga imagens',
		document: 'você não enxerga imagens',
		video: 'você não assiste a vídeos',
		'too-large': 'o arquivo é grande demais',
		'too-many': 'vieram arquivos demais de uma vez',
		unreadable: 'o arquivo está danificado ou é de um tipo que não dá para ler',
		protected: 'o arquivo está protegido por senha',
		'no-text': 'o arquivo não tem texto, como uma digitalização',
		gone: 'o arquivo não está mais disponível',
		unavailable: 'não foi possível obter o arquivo no momento',
	},
};

const notes: Record<Language, (why: string) => string> = {
	en: (why) => `, whose content you do not know: ${why}. Tell the person so, and ask for it in words`,
	pt: (why) => `, cujo conteúdo você não conhece: ${why}. Diga isso à pessoa e peça por escrito`,
};

const explainFile = (kind: MediaContent['kind'], problem: MediaProblem, language: Language): string =>
	notes[language](reasons[language][(problem === 'unseen' ? kind : problem) as keyof (typeof reasons)['en']]);

export const defaultMaxLength = 20_000;

interface BurstOptions {
	/** The agent's limit in characters. Longer bursts lose their beginning. */
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
