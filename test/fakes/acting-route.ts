import { createRouter, type RouterOptions } from '../../core/llm/router/create-router';
import type { RouteStep } from '../../core/llm/router/route-step';
import type { ChatModel, ChatRequest } from '../../core/ports/models/models';
import { type Act, ActingModel, VirtualTime } from './acting-model';

export const greeting: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };
export const never = new AbortController().signal;

/** Creates a clock with models and routes that use it; random numbers are always 0. */
export function actingRoutes() {
	const time = new VirtualTime();
	return {
		time,
		modelOf: (id: string, ...acts: Act[]) => new ActingModel(id, time, acts),
		routeOf: (steps: Array<ActingModel | RouteStep>, options: Partial<RouterOptions> = {}): ChatModel =>
			createRouter(
				steps.map((step) => (step instanceof ActingModel ? { model: step } : step)),
				{ clock: time.clock, sleep: time.sleep, random: () => 0, ...options },
			),
	};
}
