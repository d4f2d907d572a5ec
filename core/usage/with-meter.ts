import { isTroupeError, TroupeError } from '../base/errors';
import { estimateUsage } from '../tokens/estimate-tokens';
import { sanitizeUsage } from '../tokens/token-usage';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../ports/models/models';
import type { Meter, ModelName, OpenCall } from './create-meter';
import { createPricing, type PriceSource, type Pricing } from './pricing';
import { boundRequest, guessRequest } from './reserve-request';

export const unused: TokenUsage = { inputTokens: 0, outputTokens: 0, estimated: false };

/**
 * Reserves, settles and prices each call: `costUsd` and `priceTable` are in the response, or in the details of an error after some usage. @throws
 * TroupeError from a call, BUDGET_EXCEEDED or RATE_LIMITED; and the model's errors
 */
export function withMeter(model: ChatModel, meter: Meter, source: PriceSource = {}): ChatModel {
	const pricing = createPricing(model.id, source);
	const open = (request: ChatRequest) => openCall(model, meter, pricing, source, request);
	return {
		id: model.id,
		async generate(request, signal) {
			const call = await open(request);
			const sent = !signal.aborted;
			try {
				return await call.answered(await model.generate(call.request, call.listen(signal)));
			} catch (error) {
				throw await call.failed(error, sent && isCancelled(error) ? estimateUsage(call.request.messages, '') : unused);
			}
		},
		async *stream(request, signal) {
			yield* streamMetered(model, await open(request), signal);
		},
	};
}

async function* streamMetered(model: ChatModel, call: MeteredCall, signal: AbortSignal): AsyncGenerator<ChatPart> {
	let said = '';
	let over = false;
	const sent = !signal.aborted;
	const soFar = () => estimateUsage(call.request.messages, said);
	try {
		for await (const part of model.stream(call.request, call.listen(signal))) {
			if (part.kind === 'end') {
				over = true;
				yield { kind: 'end', response: await call.answered(part.response) };
				return;
			}
			if (part.kind === 'text') said += part.text;
			if (part.kind === 'tool-call') said += part.call.name + part.call.arguments;
			yield part;
		}
		throw new TroupeError({
			code: 'MODEL_MALFORMED_RESPONSE',
			message: `The stream of ${model.id} ended without an end part.`,
			retryable: true,
		});
	} catch (error) {
		over = true;
		throw await call.failed(error, said || (sent && isCancelled(error)) ? soFar() : unused);
	} finally {
		// The reader stopped. The model has read the question and written at least this much.
		if (!over) await call.failed(new TroupeError({ code: 'CANCELLED', message: 'The reader closed the stream before its end.' }), soFar());
	}
}

/** The caller did not wait for the end, but the provider bills the question. */
export function isCancelled(error: unknown): boolean {
	return isTroupeError(error) && error.code === 'CANCELLED';
}

interface MeteredCall {
	request: ChatRequest;
	listen(signal: AbortSignal): AbortSignal;
	answered(response: ChatResponse): Promise<ChatResponse>;
	failed(error: unknown, used: TokenUsage): Promise<unknown>;
}

async function openCall(model: ChatModel, meter: Meter, pricing: Pricing, source: PriceSource, request: ChatRequest): Promise<MeteredCall> {
	const name = splitId(model.id);
	const held = meter.selectBudgets(name).length > 0;
	const bounded = held
		? await boundRequest(request, model.id, pricing, source)
		: { request, reserved: await guessRequest(request, pricing) };
	const call = await meter.open({ ...name, kind: 'chat', ...bounded.reserved });
	const { stopped } = call;
	return {
		request: bounded.request,
		listen: (signal) => (stopped ? AbortSignal.any([signal, stopped]) : signal),
		async answered(response) {
			// A price from an inner meter is more accurate.
			const usage = sanitizeUsage(response.usage);
			const { costUsd = null, priceTable } = response.priceTable ? response : ((await pricing.cost(usage)) ?? response);
			await call.close({ state: 'ok', errorCode: null, usage, costUsd });
			return { ...response, usage, ...(priceTable !== undefined && { costUsd: costUsd ?? undefined, priceTable }) };
		},
		failed: (error, used) => closeFailed(call, pricing, stopped?.aborted ? stopped.reason : error, used),
	};
}

export async function closeFailed(call: OpenCall, pricing: Pricing, error: unknown, used: TokenUsage): Promise<unknown> {
	const isKnown = isTroupeError(error);
	const usage = sanitizeUsage((isKnown ? (error.details.usage as TokenUsage | undefined) : undefined) ?? used);
	const isUsed = usage.inputTokens + usage.outputTokens + (usage.searches ?? 0) > 0;
	const cost = isUsed ? await pricing.cost(usage) : undefined;
	const costUsd = isUsed ? (cost?.costUsd ?? null) : 0;
	await call.close({ state: 'failed', errorCode: isKnown ? toLedgerCode(error) : 'INTERNAL', usage, costUsd });
	if (!isKnown || !isUsed) return error;
	Object.assign(error.details, { usage, ...(cost && { costUsd, priceTable: cost.priceTable }) });
	return error;
}

/** The model sees a cancellation when its caller no longer waits. */
function toLedgerCode({ code, cause }: TroupeError): string {
	return code === 'CANCELLED' && (cause as Error | undefined)?.name === 'TimeoutError' ? 'MODEL_TIMEOUT' : code;
}

/** Without a provider, the id is the provider's name, too. */
export function splitId(id: string): ModelName {
	const colon = id.indexOf(':');
	return colon === -1 ? { provider: id, model: id } : { provider: id.slice(0, colon), model: id.slice(colon + 1) };
}
