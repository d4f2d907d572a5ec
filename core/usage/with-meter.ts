import { isTroupeError, TroupeError } from '../base/errors';
import { estimateUsage } from '../tokens/estimate-tokens';
import { soundUsage } from '../tokens/token-usage';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../ports';
import type { Meter, ModelName, OpenCall } from './create-meter';
import { createPricing, type PriceSource, type Pricing } from './pricing';
import { boundRequest, guessRequest } from './reserve-request';

export const unused: TokenUsage = { inputTokens: 0, outputTokens: 0, estimated: false };

/**
 * The model, each of whose calls is reserved before and settled after, whatever its end, and priced: `costUsd` and `priceTable` of the response,
 * and of an error's details where the failed call had used something.
 * @throws TroupeError at a call, BUDGET_EXCEEDED or RATE_LIMITED where a budget has no room for it; and what the model throws
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
				return await call.answered(await model.generate(call.request, signal));
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
		for await (const part of model.stream(call.request, signal)) {
			if (part.kind === 'end') {
				over = true;
				yield { kind: 'end', response: await call.answered(part.response) };
				return;
			}
			said += part.kind === 'text' ? part.text : part.call.name + part.call.arguments;
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
		// A reader that stopped: the model has read the question and written this much at least.
		if (!over) await call.failed(new TroupeError({ code: 'CANCELLED', message: 'The reader closed the stream before its end.' }), soFar());
	}
}

/** Nobody waited for the end: the provider bills the question all the same. */
export function isCancelled(error: unknown): boolean {
	return isTroupeError(error) && error.code === 'CANCELLED';
}

interface MeteredCall {
	/** As it is to be made. */
	request: ChatRequest;
	/** The response, priced. */
	answered(response: ChatResponse): Promise<ChatResponse>;
	/** The error, with what was used by its own word or else by `used`. */
	failed(error: unknown, used: TokenUsage): Promise<unknown>;
}

async function openCall(model: ChatModel, meter: Meter, pricing: Pricing, source: PriceSource, request: ChatRequest): Promise<MeteredCall> {
	const name = splitId(model.id);
	const held = meter.budgetsOf(name).length > 0;
	const bounded = held
		? await boundRequest(request, model.id, pricing, source)
		: { request, reserved: await guessRequest(request, pricing) };
	const call = await meter.open({ ...name, kind: 'chat', ...bounded.reserved });
	return {
		request: bounded.request,
		async answered(response) {
			// Who has a price of their own, such as a meter within this one, knows better.
			const usage = soundUsage(response.usage);
			const { costUsd = null, priceTable } = response.priceTable ? response : ((await pricing.cost(usage)) ?? response);
			await call.close({ state: 'ok', errorCode: null, usage, costUsd });
			return { ...response, usage, ...(priceTable !== undefined && { costUsd: costUsd ?? undefined, priceTable }) };
		},
		failed: (error, used) => closeFailed(call, pricing, error, used),
	};
}

/** @returns the error with what was used and what it cost, where something was */
export async function closeFailed(call: OpenCall, pricing: Pricing, error: unknown, used: TokenUsage): Promise<unknown> {
	const known = isTroupeError(error);
	const usage = soundUsage((known ? (error.details.usage as TokenUsage | undefined) : undefined) ?? used);
	const isUsed = usage.inputTokens + usage.outputTokens + (usage.searches ?? 0) > 0;
	const cost = isUsed ? await pricing.cost(usage) : undefined;
	const costUsd = isUsed ? (cost?.costUsd ?? null) : 0;
	await call.close({ state: 'failed', errorCode: known ? ledgerCodeOf(error) : 'INTERNAL', usage, costUsd });
	if (!known || !isUsed) return error;
	Object.assign(error.details, { usage, ...(cost && { costUsd, priceTable: cost.priceTable }) });
	return error;
}

/** To the model, a caller that waits no longer is one that cancels. */
function ledgerCodeOf({ code, cause }: TroupeError): string {
	return code === 'CANCELLED' && (cause as Error | undefined)?.name === 'TimeoutError' ? 'MODEL_TIMEOUT' : code;
}

/** A model without a provider is one of a provider of its name. */
export function splitId(id: string): ModelName {
	const colon = id.indexOf(':');
	return colon === -1 ? { provider: id, model: id } : { provider: id.slice(0, colon), model: id.slice(colon + 1) };
}
