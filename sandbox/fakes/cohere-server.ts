import { randomUUID } from 'node:crypto';
import { rawAnswer, startFakeServer, type FakeCall, type FakeServer, type RawReply } from './fake-server';

interface FakeCohereOptions {
	/** Default: `co-fake`. */
	keys?: string[];
	/** Default: `rerank-v3.5` and `rerank-v4.0-fast`. */
	models?: string[];
	/** From 0 to 1. Default: the share of the question's words that the document has. */
	score?: (query: string, document: string) => number;
}

interface RerankBody {
	model: string;
	query: string;
	documents: string[];
	top_n?: number;
}

const maxDocuments = 1_000;

function cohereError(status: number, message: string, headers: Record<string, string> = {}): RawReply {
	return { status, headers, body: { id: randomUUID(), message } };
}

export const cohereFaults = {
	rateLimited: (headers: Record<string, string> = { 'retry-after': '1' }) =>
		cohereError(
			429,
			"You are using a Trial key, which is limited to 10 API calls / minute. You can continue to use the Trial key for free or upgrade to a Production key with higher rate limits at 'https://dashboard.cohere.com/api-keys'.",
			headers,
		),
	monthSpent: () => cohereError(429, 'You are using a Trial key, which is limited to 1000 API calls / month.'),
	billingLimit: () => cohereError(402, 'Your account has reached its billing limit.'),
	serverError: () => cohereError(500, 'internal server error, this has been reported to our developers.'),
	forbiddenPage: (): RawReply => ({ status: 403, body: '<!doctype html><meta charset="utf-8"><title>403</title>403 Forbidden' }),
};

export function startCohereServer({
	keys = ['co-fake'],
	models = ['rerank-v3.5', 'rerank-v4.0-fast'],
	score = sharedWords,
}: FakeCohereOptions = {}): Promise<FakeServer> {
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, keys) ?? (isList(call) ? undefined : checkBody(call.body, models));
		if (refused) return rawAnswer(refused);
		if (isList(call)) return rawAnswer({ status: 200, body: { models: models.map((name) => ({ name, endpoints: ['rerank'] })) } });
		const scripted = nextReply();
		if (scripted && 'status' in scripted) return rawAnswer(scripted);
		return rawAnswer({ status: 200, body: judge(call.body as RerankBody, score), delayMs: scripted?.delayMs });
	});
}

function isList({ method, path }: FakeCall): boolean {
	return method === 'GET' && /^\/v1\/models(\?|$)/.test(path);
}

function checkAccess(call: FakeCall, keys: string[]): RawReply | undefined {
	if (!isList(call) && `${call.method} ${call.path}` !== 'POST /v2/rerank') return cohereError(404, 'page not found');
	const given = call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	if (given === undefined) return cohereError(401, 'no api key supplied');
	return keys.includes(given) ? undefined : cohereError(401, 'invalid api token');
}

function checkBody(body: unknown, models: string[]): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return cohereError(400, 'invalid request: body is not valid JSON');
	const { model, query, documents, top_n: top, ...rest } = body as Partial<Record<keyof RerankBody, unknown>> & Record<string, unknown>;
	const unknown = Object.keys(rest).filter((name) => !['max_tokens_per_doc', 'priority'].includes(name));
	if (unknown.length > 0) return cohereError(422, `unknown field: parameter '${unknown[0]}' is not a valid field`);
	if (typeof model !== 'string' || model === '') return cohereError(400, 'invalid request: model is required');
	if (!models.includes(model))
		return cohereError(404, `model '${model}' not found, make sure the correct model ID was used and that you have access to the model.`);
	if (typeof query !== 'string' || query.trim() === '') return cohereError(400, 'invalid request: query must be provided');
	if (!Array.isArray(documents) || documents.length === 0) return cohereError(400, 'invalid request: list of documents must not be empty');
	if (!documents.every((document) => typeof document === 'string'))
		return cohereError(400, 'invalid request: list element must be either a string or an object');
	if (documents.length > maxDocuments)
		return cohereError(400, `too many documents: ${documents.length} were given, and at most ${maxDocuments} are allowed`);
	if (top !== undefined && !(Number.isInteger(top) && (top as number) > 0))
		return cohereError(400, 'invalid request: top_n must be greater than zero');
	return undefined;
}

function judge({ query, documents, top_n: top }: RerankBody, score: (query: string, document: string) => number): object {
	const results = documents
		.map((document, index) => ({ index, relevance_score: score(query, document) }))
		.sort((a, b) => b.relevance_score - a.relevance_score || a.index - b.index)
		.slice(0, top);
	return { id: randomUUID(), results, meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } } };
}

function sharedWords(query: string, document: string): number {
	const splitWords = (text: string) => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
	const asked = splitWords(query);
	const there = splitWords(document);
	return asked.size === 0 ? 0 : [...asked].filter((word) => there.has(word)).length / asked.size;
}
