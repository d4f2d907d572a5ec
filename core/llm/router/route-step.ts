import type { ChatModel, ChatRequest, ModelFeatures } from '../../ports';
import { conditionsOf, hasImages, hasTools, type ModelCondition, wantsJson } from './model-condition';

/** One model of a route. */
export interface RouteStep {
	model: ChatModel;
	/** The breaker that it shares with other routes of the process (breakerKeyOf); without a key it has none. */
	breakerKey?: string;
	/** Asked only where all of it holds. */
	when?: ModelCondition;
	/** Milliseconds for an answer; of a stream, for its first content and between its parts. Default: half of the time that is left where another model is at hand, else as long as it takes. */
	timeoutMs?: number;
	/** What the model can do, as far as anybody knows: it is not asked for what it is known to lack. */
	features?: Partial<ModelFeatures>;
	/** Asked when all others have failed, also when no more calls may be made: the extractive responder, which calls nobody. */
	lastResort?: boolean;
}

/** Why a model is not asked; no part of a request stands in it. */
export interface NotAsked {
	model: string;
	reason: string;
}

/** The steps that a request may go to, in their order, and why not to the others. */
export function fittingSteps(steps: RouteStep[], request: ChatRequest): { fitting: RouteStep[]; unfit: NotAsked[] } {
	const holds = conditionsOf(request);
	const fitting: RouteStep[] = [];
	const unfit: NotAsked[] = [];
	for (const step of steps) {
		const reason = step.when && !holds(step.when) ? 'its condition does not hold' : lackOf(step, request);
		if (reason === undefined) fitting.push(step);
		else unfit.push({ model: step.model.id, reason });
	}
	return { fitting, unfit };
}

/** A JSON schema is no reason: a model without means of its own for it is told. */
function lackOf({ features, lastResort }: RouteStep, request: ChatRequest): string | undefined {
	if (lastResort && (hasTools(request) || wantsJson(request))) return 'it supports neither tools nor schemas';
	if (features?.vision === false && hasImages(request)) return 'it does not support images';
	if (features?.tools === false && hasTools(request)) return 'it does not support tools';
	return undefined;
}
