/** Wires the models of an agent's route, and those that guardrails ask. */
import type { AgentDefinition, ModelReference } from '../../../core/agents/definition/agent-definition';
import { TroupeError } from '../../../core/base/errors';
import { createExtractiveResponder } from '../../../core/knowledge/extractive-responder';
import { findFeatures } from '../../../core/llm/prices/describe-model';
import { createBreakerKey, createBreakers } from '../../../core/llm/router/breakers';
import { createRouter } from '../../../core/llm/router/create-router';
import type { RouteStep } from '../../../core/llm/router/route-step';
import { type ChatModel, type ChatResponse, type Clock, systemClock } from '../../../core/ports';
import { composeMeter, type HostMeter } from './usage';
import { openProvider } from '../../models/open-provider';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import type { Host, ModelHost } from '../host';

/** Of all routes in this process: what one agent learnt of a provider, the others need not. */
const breakers = createBreakers();

/** What the host brings, then the agent's route, then the extractive responder: the first that answers. */
export async function composeModel(definition: AgentDefinition, host: Host, clock: Clock): Promise<ChatModel> {
	const { model, tools = {}, limits, output } = definition;
	// Sentences of documents are no JSON.
	const extractive = model.extractive && !output;
	const steps = await composeSteps(model.route, host, definition);
	const withTools = Boolean(tools.askPerson || tools.define?.length || host.tools?.length);
	if (steps.length === 0 && (withTools || !extractive)) return noModel(definition, withTools);
	const quotes = extractive && !(host.failsWithoutAnswer && steps.length > 0);
	if (quotes) steps.push({ model: createExtractiveResponder(), lastResort: true });
	return composeRouter(steps, { clock }, limits.modelCalls);
}

/** An error of the run that asks, and of none that does without, such as a replay. */
function noModel({ id, model: { route }, output }: AgentDefinition, withTools: boolean): ChatModel {
	const cannot = output ? 'cannot return JSON' : withTools ? 'cannot call tools' : 'is switched off';
	const names = route.map(({ provider, model }) => `${provider}:${model}`).join(', ');
	const missing = names === '' ? 'its route is empty' : `no model of its route is configured (${names})`;
	const generate = (): Promise<ChatResponse> =>
		Promise.reject(
			new TroupeError({
				code: 'AGENT_INVALID',
				message: `The agent "${id}" has no model: ${missing}, and its extractive responder ${cannot}.`,
				fix: `Configure a provider of its route with a credential or environment variables, such as OPENAI_API_KEY${withTools || output ? '' : ', or set "model.extractive" to true'}.`,
			}),
		);
	return {
		id: 'none',
		generate,
		async *stream() {
			yield { kind: 'end' as const, response: await generate() };
		},
	};
}

/** Small and quick. */
const JUDGES: ModelReference[] = [
	{ provider: 'openai', model: 'gpt-4.1-mini' },
	{ provider: 'anthropic', model: 'claude-haiku-4-5' },
	{ provider: 'google', model: 'gemini-3.5-flash-lite' },
];

/** The model that guardrails ask where they are in doubt: what the host brings, then its providers' own. Undefined where it has none. */
export async function composeJudge(host: ModelHost): Promise<ChatModel | undefined> {
	const steps = await composeSteps(JUDGES, host);
	return steps.length > 0 ? composeRouter(steps, host) : undefined;
}

/** A route as every call of this process makes it. */
export function composeRouter(steps: RouteStep[], host: { clock?: Clock }, maxCalls?: number): ChatModel {
	return createRouter(steps, { clock: host.clock ?? systemClock, maxCalls, breakers });
}

/** What the host brings, then the models of a route whose provider it has settings for; each is metered, for an agent or for none. */
export async function composeSteps(
	route: ModelReference[],
	host: ModelHost,
	agent?: Pick<AgentDefinition, 'id' | 'budgets'>,
): Promise<RouteStep[]> {
	const meter = await composeMeter(host, agent);
	// It has no breaker: whose key it uses, nobody here knows.
	const steps: RouteStep[] = host.model ? [{ model: meter.chat(host.model) }] : [];
	for (const reference of route) {
		const settings = host.providers[reference.provider];
		if (settings) steps.push(await composeStep(reference, settings, host, meter));
	}
	return steps;
}

async function composeStep(reference: ModelReference, settings: ProviderSettings, host: ModelHost, meter: HostMeter): Promise<RouteStep> {
	const { provider, price, when, timeoutMs } = reference;
	const name = settings.model || reference.model;
	const model = (await openProvider(provider, settings, host)).chat(name);
	return {
		// The price is that of the route's model, not of one that a credential put in its place.
		model: meter.chat(model, { price: name === reference.model ? price : undefined, baseUrl: settings.baseUrl }),
		breakerKey: createBreakerKey({ provider, model: name, apiKey: settings.apiKey, baseUrl: settings.baseUrl }),
		features: await findFeatures(model.id, settings.baseUrl),
		when,
		timeoutMs,
	};
}
