import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { Decision } from '../../../core/agents/agent-request';
import { TroupeError } from '../../../core/base/errors';
import { choice, optional } from '../../../core/base/shape';
import { createOwnSchema } from '../../../core/json-schema/own-schema';
import { maxTextLength } from '../../../core/json-schema/close-schema';
import { maxImages } from '../../../core/ports/models/image-shapes';
import { text } from '../../../manifests/registry/api/fields';
import { readDecisionForm, type ShownDecision } from '../../offered-agents/describe-outcome';
import { formatInvalid } from '../../http/read-strictly';
import type { CallerRequest } from '../kept-runs';
import { maxFiles } from '../read-files';

const anything = Type.Unsafe<unknown>({});
const bytes = { type: Type.Literal('data'), value: Type.String({ minLength: 1, maxLength: 28_000_000 }) };
const data = Type.Object({ ...bytes, mimeType: text(200) });
const imageData = Type.Object({ ...bytes, mimeType: Type.String({ pattern: '^image/[a-z0-9.+-]{1,40}$' }) });
const url = Type.Object({ type: Type.Literal('url'), value: Type.String({ maxLength: 2_000, pattern: '^https?://' }) });
const metadata = Type.Optional(anything);
const part = choice('type', [
	Type.Object({ type: Type.Literal('text'), text: Type.String({ maxLength: maxTextLength }) }),
	Type.Object({ type: Type.Literal('image'), source: choice('type', [imageData, url]), metadata }),
	Type.Object({ type: Type.Literal('document'), source: choice('type', [data]), metadata }),
]);
const parts = Type.Array(part, { maxItems: 50 });
const schemaOfParts = createOwnSchema<Static<typeof parts>>(parts, { discriminator: true, allErrors: false, useDefaults: false });
const content = Type.Unsafe<unknown>({
	description: 'Read of the newest message of the user alone: a text, or parts of the types text, image and document.',
});
const message = Type.Object({ id: text(200), role: text(40), content: Type.Optional(content) });
const resume = Type.Object({
	interruptId: text(700),
	status: Type.Enum(['resolved', 'cancelled']),
	payload: Type.Optional(anything),
});

/** The read part of AG-UI's RunAgentInput; an agent uses only its definition's tools and context. */
export const runInput = Type.Object({
	threadId: text(180),
	runId: text(200),
	messages: Type.Array(message, { maxItems: 2_000 }),
	...optional({ resume: Type.Array(resume, { maxItems: 200 }) }),
});
export type RunInput = Static<typeof runInput>;

/** Reads the person's newest message: the service remembers the conversation. @throws TroupeError INPUT_INVALID */
export async function readRequest({ threadId, messages }: RunInput): Promise<CallerRequest> {
	const newest = messages.findLastIndex(({ role }) => role === 'user');
	const parts = await readParts(messages[newest]?.content ?? '', `body/messages/${newest}/content`);
	const images = parts.flatMap((one) => (one.type === 'image' ? [one.source] : []));
	const documents = parts.filter((one) => one.type === 'document');
	if (images.length > maxImages || documents.length > maxFiles)
		throw invalid('The newest message has too many parts.', `Send at most ${maxImages} images and ${maxFiles} documents.`);
	return {
		message: parts.flatMap((one) => (one.type === 'text' ? [one.text] : [])).join('\n'),
		conversationId: threadId,
		...(images.length > 0 && { images: images.map(readImage) }),
		...(documents.length > 0 && {
			files: documents.map(({ source: { value, mimeType }, metadata: more }, index) => ({
				name: readName(more) ?? `document ${index + 1}`,
				content: value,
				mediaType: mimeType,
			})),
		}),
	};
}

async function readParts(sent: unknown, place: string): Promise<Static<typeof parts>> {
	if (typeof sent === 'string') return [{ type: 'text', text: sent }];
	const check = await schemaOfParts();
	if (check(sent)) return sent;
	throw invalid(formatInvalid(check.errors as never, place).message, 'Send a text, or parts of the types text, image and document.');
}

const readImage = (source: Static<typeof data> | Static<typeof url>) =>
	source.type === 'url'
		? { kind: 'url' as const, url: source.value }
		: { kind: 'data' as const, mediaType: source.mimeType, data: source.value };

function readName(metadata: unknown): string | undefined {
	const { filename, name = filename } = (metadata ?? {}) as Record<string, unknown>;
	return typeof name === 'string' && name !== '' ? name.slice(0, 255) : undefined;
}

/** Names a run's decision for an answer in another request. */
export const interruptId = (runId: string, id: string): string => `${runId}:${id}`;

/** @throws TroupeError INPUT_INVALID unless it is exactly one run */
export function readResumedRun(answers: NonNullable<RunInput['resume']>): string {
	const [runId, ...others] = new Set(answers.map((one) => one.interruptId.split(':', 1)[0]!));
	if (runId !== undefined && others.length === 0) return runId;
	throw invalid('The interrupts in "resume" are of several runs.', 'Answer the interrupts of one run at a time.');
}

/** @param pending the run's open decisions. @throws TroupeError INPUT_INVALID */
export const readAnswers = (runId: string, answers: NonNullable<RunInput['resume']>, pending: ShownDecision[]): Decision[] =>
	answers.map(({ interruptId: sent, status, payload }) => {
		const shown = pending.find(({ id }) => interruptId(runId, id) === sent);
		if (!shown)
			throw invalid('The run does not wait for the answer to an interrupt in "resume".', 'Answer the interrupts of its last end.');
		const form = status === 'cancelled' ? { approved: false } : payload;
		const decision = typeof form === 'object' && form !== null && readDecisionForm(shown, form as Record<string, unknown>);
		if (decision) return decision;
		throw invalid(
			`An answer in "resume" does not fit the responseSchema of its interrupt, which is ${shown.kind === 'question' ? 'a question' : 'an approval'}.`,
			shown.kind === 'question'
				? 'Send {"answer": "…"}. To give up the run, cancel it.'
				: 'Send {"approved": true} or {"approved": false}.',
		);
	});

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
