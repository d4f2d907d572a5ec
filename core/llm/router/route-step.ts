import type { ChatModel, ChatRequest, ModelFeatures } from '../../ports/models/models';
import { createConditionCheck, hasImages, hasTools, type ModelCondition, wantsJson } from './model-condition';

/** One model of a route. */
export interface RouteStep {
	model: ChatModel;
	/** Tells it from a model of the same name: the host of its base URL, or the input that it is connected to. */
	server?: string;
	/** The breaker that it shares with other routes of the process (see breakers.ts); without a key it has none. */
	breakerKey?: string;
	/** Called only if all of it holds. */
	when?: ModelCondition;
	/**
	 * Milliseconds for an answer; for a stream, until its first content and between its parts. Default: half of the remaining time if another model
	 * is available, else no limit.
	 */
	timeoutMs?: number;
	/** The known features of the model. It is not called for a feature that it is known to lack. */
	features?: Partial<ModelFeatures>;
	/** Called when all others have failed, even if no more calls are allowed: the extractive responder, which calls no model. */
	lastResort?: boolean;
}

/** Keeps the server of a step only if the route has the same model on several servers. */
export function nameServers(steps: RouteStep[]): RouteStep[] {
	const places = Map.groupBy(steps, ({ model }) => model.id);
	return steps.map((step) =>
		new Set(places.get(step.model.id)!.map(({ server }) => server)).size > 1 ? step : { ...step, server: undefined },
	);
}

/** Names a step where several models are named: by its model and, beside another server of this model, by its server. */
export function nameStep({ model, server }: Pick<RouteStep, 'model' | 'server'>): string {
	return server === undefined ? model.id : `${model.id} (${server})`;
}

/** Reason why a model is not called; never contains parts of a request. */
export interface NotAsked {
	model: string;
	reason: string;
}

/** Returns the steps that suit a request, in order, and why the others do not. */
export function selectSteps(steps: RouteStep[], request: ChatRequest): { fitting: RouteStep[]; unfit: NotAsked[] } {
	const holds = createConditionCheck(request);
	const fitting: RouteStep[] = [];
	const unfit: NotAsked[] = [];
	for (const step of steps) {
		const reason = step.when && !holds(step.when) ? 'its condition does not hold' : findLack(step, request);
		if (reason === undefined) fitting.push(step);
		else unfit.push({ model: nameStep(step), reason });
	}
	return { fitting, unfit };
}

/** A JSON schema rules no model out: one without structured output gets instructions. */
function findLack({ features, lastResort }: RouteStep, request: ChatRequest): string | undefined {
	if (lastResort && (hasTools(request) || wantsJson(request))) return 'it supports neither tools nor schemas';
	if (features?.vision === false && hasImages(request)) return 'it does not support images';
	if (features?.tools === false && hasTools(request)) return 'it does not support tools';
	return undefined;
}
