import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { ModelReference } from '../../../core/agents/definition/model-route';
import { TroupeError } from '../../../core/base/errors';
import { createExtractiveResponder } from '../../../core/knowledge/extractive-responder';
import { findFeatures } from '../../../core/llm/prices/describe-model';
import { createBreakerKey, createBreakers } from '../../../core/llm/router/breakers';
import { createRouter } from '../../../core/llm/router/create-router';
import { nameServers, type RouteStep } from '../../../core/llm/router/route-step';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { ChatModel, ChatResponse } from '../../../core/ports/models/models';
import { readTenantLanguage } from '../state/host-tenants';
import { traceModel } from '../../../core/tracing/trace-model';
import { openTracing } from '../tracing/open-tracing';
import { composeMeter, type HostMeter } from './usage';
import { readServer } from '../../../core/base/network/regions';
import { officialServers } from '../../models/official-servers';
import { openProvider } from '../../models/open-provider';
import { findRefusal, modelsOfN8n } from '../settings/residency';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import type { Host } from '../hosts/host';
import type { ModelHost } from '../hosts/model-host';

/** Shared by all routes of this process: agents benefit from failures of others. */
const breakers = createBreakers();

/** Tries the host's own model, the agent's route, then the extractive responder. */
export async function composeModel(definition: AgentDefinition, host: Host, clock: Clock): Promise<ChatModel> {
	const { model, limits } = definition;
	const steps = await composeSteps(model.route, host, definition);
	const { extractive, fault } = judgeSteps(steps, definition, host);
	if (fault) return noModel(fault);
	const quotes = extractive && !(host.failsWithoutAnswer && steps.length > 0);
	if (quotes) {
		const reason = steps.length > 0 ? 'unanswered' : 'quoted';
		steps.push({ model: createExtractiveResponder(await readTenantLanguage(host), reason), lastResort: true });
	}
	return composeRouter(steps, { ...host, clock }, limits.modelCalls);
}

/** Quotes documents in place of an unusable answer, for routes that end with the extractive responder. */
export async function composeQuotes({ model, output }: AgentDefinition, host: Host): Promise<ChatModel | undefined> {
	if (!model.extractive || output || host.failsWithoutAnswer) return undefined;
	return createExtractiveResponder(await readTenantLanguage(host));
}

/** @throws TroupeError AGENT_INVALID if a run would find no model */
export async function requireModel(definition: AgentDefinition, host: Host): Promise<void> {
	const { fault } = judgeSteps(await composeSteps(definition.model.route, host, definition), definition, host);
	if (fault) throw fault;
}

/** Decides whether the extractive responder can end the route, and explains a route that cannot answer. */
function judgeSteps(steps: readonly unknown[], { id, model, tools = {}, output }: AgentDefinition, host: Host) {
	// The extractive responder cannot return JSON.
	const extractive = model.extractive && !output;
	const withTools = Boolean(tools.askPerson || tools.handOver || tools.define?.length || host.tools?.length);
	if (steps.length > 0 || (extractive && !withTools)) return { extractive };
	const cannot = output ? 'cannot return JSON' : withTools ? 'cannot call tools' : 'is switched off';
	const names = model.route.map((step) => `${step.provider}:${step.model}`).join(', ');
	const missing = names === '' ? 'its route is empty' : `no model of its route is configured (${names})`;
	const fault = new TroupeError({
		code: 'AGENT_INVALID',
		message: `The agent "${id}" has no model: ${missing}, and its extractive responder ${cannot}.`,
		fix: `Configure a provider of its route with a credential or environment variables, such as OPENAI_API_KEY${withTools || output ? '' : ', or set "model.extractive" to true'}.`,
	});
	return { extractive, fault };
}

const noModel = (fault: TroupeError): ChatModel => refusing('none', fault);

function refusing(id: string, fault: TroupeError): ChatModel {
	const generate = (): Promise<ChatResponse> => Promise.reject(fault);
	return {
		id,
		generate,
		async *stream() {
			yield { kind: 'end' as const, response: await generate() };
		},
	};
}

const judges: ModelReference[] = [
	{ provider: 'openai', model: 'gpt-4.1-mini' },
	{ provider: 'anthropic', model: 'claude-haiku-4-5' },
	{ provider: 'google', model: 'gemini-3.5-flash-lite' },
];

/** Composes the guardrails' model for doubtful cases: the host's own, then one of its providers. Undefined without any. */
export async function composeJudge(host: ModelHost): Promise<ChatModel | undefined> {
	const steps = await composeSteps(judges, host);
	return steps.length > 0 ? composeRouter(steps, host) : undefined;
}

const planners: ModelReference[] = [
	{ provider: 'openai', model: 'gpt-4.1' },
	{ provider: 'anthropic', model: 'claude-sonnet-4-6' },
	{ provider: 'google', model: 'gemini-3.5-flash' },
];

/** Composes the planner's model: the host's own, then one of its providers. Undefined without any. */
export async function composePlanner(host: ModelHost): Promise<ChatModel | undefined> {
	const steps = await composeSteps(planners, host);
	return steps.length > 0 ? composeRouter(steps, host) : undefined;
}

export function composeRouter(steps: RouteStep[], host: Pick<ModelHost, 'clock' | 'carrier'>, maxCalls?: number): ChatModel {
	return createRouter(nameServers(steps), { clock: host.clock ?? systemClock, maxCalls, breakers, sleep: host.carrier?.sleep });
}

/** Composes the host's own model, then the route's configured models. All are metered. */
export async function composeSteps(
	route: ModelReference[],
	host: ModelHost,
	agent?: Pick<AgentDefinition, 'id' | 'budgets'>,
): Promise<RouteStep[]> {
	const meter = await composeMeter(host, host.carrier?.isOffline && agent ? { id: agent.id, budgets: [] } : agent);
	const tracing = await openTracing(host);
	// No breaker: the key of the host's model is unknown here.
	const refusal = host.model && (await findRefusal('The model that is connected in n8n', modelsOfN8n, host));
	const own = refusal ? refusing(host.model!.id, refusal) : host.model && meter.chat(host.model);
	const steps: RouteStep[] = own ? [{ model: own }] : [];
	for (const reference of route) {
		const settings = host.providers[reference.provider];
		if (settings) steps.push(await composeStep(reference, settings, host, meter));
	}
	return steps.map((step) => ({ ...step, model: traceModel(step.model, tracing) }));
}

async function composeStep(reference: ModelReference, settings: ProviderSettings, host: ModelHost, meter: HostMeter): Promise<RouteStep> {
	const { provider, price, when, timeoutMs } = reference;
	const name = settings.model || reference.model;
	const server = readServer(settings.baseUrl ?? officialServers[provider]);
	const refusal = host.carrier?.isOffline ? undefined : await findRefusal(`The server of the models of ${provider}`, server, host);
	if (refusal)
		return { model: refusing(`${provider}:${name}`, refusal), when, features: await findFeatures(`${provider}:${name}`, settings.baseUrl) };
	const open = async () => (await openProvider(provider, settings, host)).chat(name);
	const { carrier } = host;
	const model = carrier ? carrier.carry(`${provider}:${name}`, open) : await open();
	return {
		server: settings.baseUrl && URL.parse(settings.baseUrl)?.host,
		// The price belongs to the route's model, not to a credential's replacement.
		model: meter.chat(model, { price: name === reference.model ? price : undefined, baseUrl: settings.baseUrl }),
		// Carried calls say nothing about the model's health.
		breakerKey: carrier
			? undefined
			: createBreakerKey({ provider, model: name, apiKey: settings.apiKey, baseUrl: settings.baseUrl, tenant: host.tenant }),
		features: await findFeatures(model.id, settings.baseUrl),
		when,
		timeoutMs,
	};
}
