import { isMedia, type MessageContent, mediaKinds } from '../../../core/ports';
import type { Job } from '../../engine';
import { asBoolean, invalidJob, isPresent, readHeaders } from '../job-input';

/** No more of a process's data leaves the engine than is read here. */
export const sendVariables = ['conversation', 'text', 'media', 'template', 'replyTo'];

export interface SendJob {
	/** The conversation's id. */
	conversation: string;
	content: MessageContent;
	replyTo?: string;
	/** Sends also while a person writes. */
	evenIfSilent: boolean;
}

const maxTextLength = 100_000;
const maxFieldLength = 4_096;
const maxParameters = 20;

/** What a job sends, and where to. @throws TroupeError INPUT_INVALID */
export function readSendJob(job: Job): SendJob {
	const { evenIfSilent = false } = readHeaders(job, { evenIfSilent: asBoolean });
	if (typeof evenIfSilent !== 'boolean')
		throw invalidJob(job, 'has a header "evenIfSilent" that is neither true nor false', 'Write true or false.');
	const { replyTo } = job.variables;
	return {
		conversation: readConversationId(job),
		content: readContent(job),
		...(isShortText(replyTo) && { replyTo }),
		evenIfSilent,
	};
}

/** The variable that a message of a channel brings, or the id by itself. @throws TroupeError INPUT_INVALID */
export function readConversationId(job: Job): string {
	const { conversation } = job.variables;
	const id = isObject(conversation) ? conversation['id'] : conversation;
	if (isShortText(id)) return id;
	throw invalidJob(
		job,
		'does not name a conversation',
		'Map the variable "conversation" of the channel\'s message to "conversation", or the id of a conversation.',
	);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isShortText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= maxFieldLength;

function readContent(job: Job): MessageContent {
	const given = (['text', 'media', 'template'] as const).filter((name) => isPresent(job.variables[name]));
	const [name] = given;
	if (name === undefined || given.length > 1) {
		const problem = name === undefined ? 'has nothing to send' : `has more than one thing to send (${given.join(', ')})`;
		throw invalidJob(job, problem, 'Map one of the variables "text", "media" and "template".');
	}
	const content = { text: readText, media: readMedia, template: readTemplate }[name](job.variables[name]);
	if (content !== undefined) return content;
	throw invalidJob(job, `has a variable "${name}" that cannot be sent`, `Write it as ${shapes[name]}.`);
}

const shapes = {
	text: `a text of at most ${maxTextLength} characters`,
	media: '{kind: "image", reference: "https://…", caption, fileName}, with the kind audio, image, video or document',
	template: '{name: "…", language: "pt_BR", parameters: ["…"]}',
};

const readText = (value: unknown): MessageContent | undefined =>
	typeof value === 'string' && value.length <= maxTextLength ? { kind: 'text', text: value } : undefined;

function readMedia(value: unknown): MessageContent | undefined {
	if (!isObject(value)) return undefined;
	const { kind, reference, caption, fileName } = value;
	const known = mediaKinds.find((one) => one === kind);
	if (known === undefined || !isShortText(reference) || !URL.canParse(reference) || new URL(reference).protocol !== 'https:')
		return undefined;
	const content = { kind: known, reference, ...(isShortText(caption) && { caption }), ...(isShortText(fileName) && { fileName }) };
	return isMedia(content) ? content : undefined;
}

function readTemplate(value: unknown): MessageContent | undefined {
	if (!isObject(value)) return undefined;
	const { name, language, parameters = [] } = value;
	const areTexts = Array.isArray(parameters) && parameters.length <= maxParameters && parameters.every(isShortText);
	return isShortText(name) && isShortText(language) && areTexts ? { kind: 'template', name, language, parameters } : undefined;
}
