import { isFields } from '../../base/is-fields';
import { mediaKinds, type MessageContent } from '../../ports/channels/message-content';

/** Bounds input of designers, workflows and models before it is stored. */
const maxTextLength = 100_000;
const maxFieldLength = 4_096;
const maxParameters = 20;
/** Multi-part emojis, such as families, have about 20 code units at most. */
const maxEmojiLength = 32;

export const contentShapes = {
	text: `a text of at most ${maxTextLength} characters`,
	media: '{kind: "image", reference: "https://…", caption, fileName}, with the kind audio, image, video or document',
	template: '{name: "…", language: "pt_BR", parameters: ["…"]}',
	reaction: '{emoji: "👍", messageId: "…"}, with an empty emoji to remove a reaction',
} as const;

export type ContentName = keyof typeof contentShapes;

export function parseContent(name: ContentName, value: unknown): MessageContent | undefined {
	return parsers[name](value);
}

export const isShortText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= maxFieldLength;

const parsers: Record<ContentName, (value: unknown) => MessageContent | undefined> = {
	text: (value) => (typeof value === 'string' && value.length <= maxTextLength ? { kind: 'text', text: value } : undefined),
	media: parseMedia,
	template: parseTemplate,
	reaction: parseReaction,
};

function parseMedia(value: unknown): MessageContent | undefined {
	if (!isFields(value)) return undefined;
	const { kind, reference, caption, fileName } = value;
	const known = mediaKinds.find((one) => one === kind);
	if (known === undefined || !isShortText(reference) || !URL.canParse(reference) || new URL(reference).protocol !== 'https:')
		return undefined;
	return { kind: known, reference, ...(isShortText(caption) && { caption }), ...(isShortText(fileName) && { fileName }) };
}

function parseTemplate(value: unknown): MessageContent | undefined {
	if (!isFields(value)) return undefined;
	const { name, language, parameters = [] } = value;
	const areTexts = Array.isArray(parameters) && parameters.length <= maxParameters && parameters.every(isShortText);
	return isShortText(name) && isShortText(language) && areTexts ? { kind: 'template', name, language, parameters } : undefined;
}

function parseReaction(value: unknown): MessageContent | undefined {
	if (!isFields(value)) return undefined;
	const { emoji, messageId } = value;
	if (typeof emoji !== 'string' || emoji.length > maxEmojiLength || !isShortText(messageId)) return undefined;
	return { kind: 'reaction', emoji, messageId };
}
