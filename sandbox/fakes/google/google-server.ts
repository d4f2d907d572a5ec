import { answerFromConversation, type FakeChat, type FakeResponder } from '../answer-from-conversation';
import { checkGoogleEmbeddings, checkGoogleRequest } from './check-google-request';
import {
	countTokens,
	rawAnswer,
	startFakeServer,
	type FakeCall,
	type FakeReply,
	type FakeServer,
	type RawReply,
	type WireAnswer,
} from '../fake-server';
import { streamedCandidate, wholeCandidate } from './google-answer';
import { googleError, googleFaults } from './google-faults';

interface FakeGoogleOptions {
	/** Default: `AIza-fake`. */
	keys?: string[];
	/** Default: `gemini-3.8-flash`, `gemini-2.5-flash` and two that embed. */
	models?: string[];
	/** In tokens of four characters. */
	contextTokens?: number;
	respond?: FakeResponder;
}

interface Body {
	systemInstruction?: { parts: Array<{ text?: string }> };
	contents: Array<{ role: string; parts: Part[] }>;
	generationConfig?: { maxOutputTokens?: number };
}
interface Part {
	text?: string;
	functionResponse?: { response: object };
}

const defaultModels = ['gemini-3.8-flash', 'gemini-2.5-flash', 'gemini-embedding-001', 'gemini-embedding-2'];
const route = /^\/v1(?:beta)?\/models(?:\/([^/:?]+):(generateContent|streamGenerateContent|batchEmbedContents))?(?:\?|$)/;

export function startGoogleServer(options: FakeGoogleOptions = {}): Promise<FakeServer> {
	const models = options.models ?? defaultModels;
	return startFakeServer((call, nextReply) => {
		const [found, model = '', method] = route.exec(call.path) ?? [];
		const refused = checkAccess(call, found, options.keys ?? ['AIza-fake']);
		if (refused) return rawAnswer(refused);
		if (method === undefined) return rawAnswer(scriptedOr(nextReply, listModels(models)));
		if (!models.includes(model) || model.includes('embedding') !== (method === 'batchEmbedContents'))
			return rawAnswer(notFound(model, method));
		const wrong = method === 'batchEmbedContents' ? checkGoogleEmbeddings(call.body, model) : checkGoogleRequest(call.body, model);
		if (wrong !== undefined) return rawAnswer(googleError(400, wrong));
		if (method === 'batchEmbedContents') return rawAnswer(scriptedOr(nextReply, embed(call.body as never)));
		return complete(call.body as Body, model, method === 'streamGenerateContent', options, nextReply);
	});
}

function checkAccess(call: FakeCall, found: string | undefined, keys: string[]): RawReply | undefined {
	if (found === undefined) return { status: 404, body: '<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>' };
	// The real service also accepts a key in the URL, which every proxy would log.
	if (call.path.includes('key=')) return googleError(400, 'The key is in the URL.');
	const key = call.headers['x-goog-api-key'];
	if (key === undefined) return googleFaults.keyMissing();
	if (!keys.includes(key as string)) return googleFaults.keyInvalid();
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return googleError(400, `Invalid content type: ${call.headers['content-type'] ?? ''}`);
	return undefined;
}

function notFound(model: string, method: string): RawReply {
	return googleError(
		404,
		`models/${model} is not found for API version v1, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
	);
}

function scriptedOr(nextReply: () => FakeReply | undefined, body: object): RawReply {
	const scripted = nextReply();
	return scripted && 'status' in scripted ? scripted : { status: 200, body };
}

function listModels(models: string[]): object {
	return {
		models: models.map((name) => ({
			name: `models/${name}`,
			version: '001',
			displayName: name,
			inputTokenLimit: name.includes('embedding') ? 2048 : 1_048_576,
			outputTokenLimit: name.includes('embedding') ? 1 : 65_536,
			supportedGenerationMethods: name.includes('embedding') ? ['embedContent', 'countTextTokens'] : ['generateContent', 'countTokens'],
			...(!name.includes('embedding') && { thinking: true }),
		})),
	};
}

/** Vectors of three numbers that only distinguish texts. */
function embed({ requests }: { requests: Array<{ content: { parts: Part[] } }> }): object {
	return {
		embeddings: requests.map(({ content }) => {
			const text = content.parts.map((part) => part.text ?? '').join('');
			return { values: [text.length, text.charCodeAt(0) || 0, 1] };
		}),
	};
}

function complete(
	body: Body,
	model: string,
	streams: boolean,
	options: FakeGoogleOptions,
	nextReply: () => FakeReply | undefined,
): WireAnswer {
	const chat = toChat(body, model, streams);
	const input = countTokens(chat.messages.map(({ content }) => content).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(googleFaults.contextTooLong(options.contextTokens, input));
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const limit = body.generationConfig?.maxOutputTokens ?? Infinity;
	const long = countTokens(reply.text) > limit;
	const limited = long ? { ...reply, text: reply.text.slice(0, limit * 4), finish: 'length' as const } : reply;
	return streams ? streamedCandidate(limited, model, input) : wholeCandidate(limited, model, input);
}

function toChat({ systemInstruction, contents }: Body, model: string, stream: boolean): FakeChat {
	const system = systemInstruction ? [{ role: 'system', content: joinText(systemInstruction.parts) }] : [];
	const turns = contents.map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, content: joinText(parts) }));
	return { model, stream, messages: [...system, ...turns] };
}

function joinText(parts: Part[]): string {
	return parts.map(({ text, functionResponse }) => text ?? Object.values(functionResponse?.response ?? {}).join('')).join('');
}
