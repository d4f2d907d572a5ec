import type { ChatModel, ChatRequest, ModelFeatures } from '../../ports/models/models';
import { createConditionCheck, hasImages, hasTools, type ModelCondition, wantsJson } from './model-condition';

export interface RouteStep {
	model: ChatModel;
	/** Distinguishes models of one name: host of the base URL, or the connected input. */
	server?: string;
	breakerKey?: string;
	when?: ModelCondition;
	/**
	 * In ms; for a stream, until the first content and between parts. Default: half of the remaining time if another model is available, else no
	 * limit.
	 */
	timeoutMs?: number;
	/** The model gets no call that needs a feature it is known to lack. */
	features?: Partial<ModelFeatures>;
	/** After all others, even at the max calls: the extractive responder, which calls no model. */
	lastResort?: boolean;
}

export function nameServers(steps: RouteStep[]): RouteStep[] {
	const places = Map.groupBy(steps, ({ model }) => model.id);
	return steps.map((step) =>
		new Set(places.get(step.model.id)!.map(({ server }) => server)).size > 1 ? step : { ...step, server: undefined },
	);
}

export function nameStep({ model, server }: Pick<RouteStep, 'model' | 'server'>): string {
	return server === undefined ? model.id : `${model.id} (${server})`;
}

/** Never contains parts of a request. */
export interface NotAsked {
	model: string;
	reason: string;
}

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

/** A JSON schema excludes no model: one without structured output gets instructions. */
function findLack({ features, lastResort }: RouteStep, request: ChatRequest): string | undefined {
	if (lastResort && (hasTools(request) || wantsJson(request))) return 'it supports neither tools nor schemas';
	if (features?.vision === false && hasImages(request)) return 'it does not support images';
	if (features?.tools === false && hasTools(request)) return 'it does not support tools';
	return undefined;
}
