import { TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { isTokenCount, toTokenCount } from '../../../core/tokens/token-usage';
import type { BilledReranker } from '../../../core/ports/models/rerankers';
import type { ProviderSettings } from '../shared/provider-settings';
import { boundedText } from '../../http/bounded-body';
import { officialServers } from '../official-servers';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { quietFetch } from '../../http/quiet-fetch';
import { malformedError, refusedError, toModelError, type VendorErrors } from '../shared/to-model-error';
import type { RefusedAnswer } from '../shared/refusal-meaning';

/** Max passages in one call of the API. */
const maxDocuments = 1_000;
export function createCohereReranker(settings: ProviderSettings, model: string, { fetch }: ChatModelOptions = {}): BilledReranker {
	const call = cohereCall(settings, model);
	const send = quietFetch(settings.apiKey, fetch, { headers: settings.headers });
	return {
		id: call.id,
		async rerank(question, passages, signal) {
			checkSettings(call);
			if (passages.length === 0) return { scores: [], usage: { inputTokens: 0 } };
			if (passages.length > maxDocuments) throw tooMany(call, passages.length);
			const body = JSON.stringify({ model, query: question, documents: passages });
			return ask(body, passages.length, { call, send, signal });
		},
	};
}

function cohereCall(settings: ProviderSettings, model: string): ModelCall {
	const fixes = {
		MODEL_NOT_FOUND: "Check the reranker's name, such as cohere:rerank-v3.5, and the base URL, which must not end with /v2.",
		MODEL_RATE_LIMITED: 'Wait and retry. A trial key allows ten calls a minute.',
	};
	return { id: `cohere:${model}`, provider: 'Cohere', settings, keyVariable: 'COHERE_API_KEY', fixes };
}

interface Asking {
	call: ModelCall;
	send: typeof fetch;
	signal: AbortSignal;
}

type Judgement = Awaited<ReturnType<BilledReranker['rerank']>>;

async function ask(body: string, passages: number, { call, send, signal }: Asking): Promise<Judgement> {
	try {
		const base = (call.settings.baseUrl ?? officialServers.cohere).replace(/\/+$/, '').replace(/\/v\d$/, '');
		const response = await send(`${base}/v2/rerank`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body,
			signal,
		});
		const text = await boundedText(response);
		if (!response.ok) throw refusedError(readRefusal(response, text), call, cohereErrors);
		const answer: unknown = JSON.parse(text);
		return { scores: scoresIn(answer, passages, call), usage: billedIn(answer) };
	} catch (error) {
		throw toModelError(error, call, cohereErrors, signal);
	}
}

/** Results come best first with the index of their passage. */
function scoresIn(answer: unknown, passages: number, call: ModelCall): number[] {
	const { results } = (answer ?? {}) as { results?: unknown };
	if (!Array.isArray(results) || results.length !== passages)
		throw malformedError(call, 'the number of results differs from the number of passages');
	const scores = new Map<number, number>();
	for (const result of results as Array<{ index?: unknown; relevance_score?: unknown } | null>) {
		const { index, relevance_score: score } = result ?? {};
		const fits = Number.isInteger(index) && (index as number) >= 0 && (index as number) < passages;
		if (!fits || typeof score !== 'number' || !Number.isFinite(score)) throw malformedError(call, 'a result has no index or no score');
		scores.set(index as number, Math.min(1, Math.max(0, score)));
	}
	if (scores.size !== passages) throw malformedError(call, 'it has two results for one passage');
	return Array.from({ length: passages }, (_, index) => scores.get(index)!);
}

/** Billed searches, or tokens since rerank-v5.0; other servers may omit them. */
function billedIn(answer: unknown): Judgement['usage'] {
	const { meta } = answer as { meta?: { billed_units?: { search_units?: unknown; input_tokens?: unknown } | null } | null };
	const { search_units: searches, input_tokens: inputTokens } = meta?.billed_units ?? {};
	if (!isTokenCount(searches) && !isTokenCount(inputTokens)) return undefined;
	return { inputTokens: toTokenCount(inputTokens), ...(isTokenCount(searches) && { searches }) };
}

function readRefusal({ status, headers }: Response, text: string): RefusedAnswer {
	let message: unknown;
	try {
		({ message } = (JSON.parse(text) ?? {}) as { message?: unknown });
	} catch {
		// The page of a gateway adds nothing to its status.
	}
	return { status, headers, ...(typeof message === 'string' && { text: message }) };
}

const cohereErrors: VendorErrors = { read: () => ({}), classify };

function classify({ status, text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	if (/model '.*' not found/i.test(text)) return 'MODEL_NOT_FOUND';
	// The monthly limit of a trial key: waiting does not help.
	if (status === 429 && /calls? ?\/ ?month/i.test(text)) return 'MODEL_OUT_OF_CREDIT';
	return undefined;
}

function tooMany(call: ModelCall, passages: number): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${call.id} ranks at most ${maxDocuments} passages in one call, found ${passages}.`,
		fix: 'Send fewer passages.',
		details: { expected: maxDocuments, actual: passages },
	});
}
