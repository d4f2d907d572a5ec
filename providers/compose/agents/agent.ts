import { resolve } from 'node:path';
import { agentGuardrails } from '../../../core/agents/agent-guardrails';
import type { ModelFacts } from '../../../core/agents/agent-parts';
import { type AgentRequest, findAgentOfRun, nameRun } from '../../../core/agents/agent-request';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { AgentParts } from '../../../core/agents/run-agent';
import { defaultTenant } from '../../../core/base/tenant';
import { isStateful, placeChecks } from '../../../core/guardrails/policy/create-guard';
import type { Violation } from '../../../core/guardrails/policy/guard';
import { placeGrounded } from '../../../core/guardrails/policy/place-standard';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';
import type { ViolationSource } from '../../../core/guardrails/violations/violation-log';
import { computeMaxCost } from '../../../core/llm/prices/cost';
import { describeModel } from '../../../core/llm/prices/describe-model';
import type { Price } from '../../../core/llm/prices/price-table';
import { systemClock } from '../../../core/ports/host';
import type { PublishedVersion } from '../../../core/ports/manifests';
import { traceGuard } from '../../../core/tracing/trace-guard';
import { traceRetriever } from '../../../core/tracing/trace-retriever';
import { createPricing } from '../../../core/usage/pricing';
import type { PriceSource } from '../../../core/usage/pricing';
import { refuseRestricted } from '../channels/refuse-restricted';
import { composeLiveQuality } from '../evaluation/live-quality';
import { composeOwnEvents } from '../events/events';
import { composeGuardParts } from '../guardrails/guard-parts';
import { isSwitchedOff, placeForHost } from '../guardrails/standard';
import { createTenantGuard, readTenantDemands } from '../guardrails/tenant-policies';
import { composeVault } from '../guardrails/vault';
import { openVaultKeys } from '../guardrails/vault-parts';
import { composeViolationLog } from '../guardrails/violations';
import type { Host } from '../hosts/host';
import type { ModelHost } from '../hosts/model-host';
import { openMemory } from '../memory/memory';
import { composeJudge, composeModel, composeQuotes } from '../models/models';
import { limitReplacedModels } from '../models/replaced-models';
import { composeReviewer } from '../models/reviewer';
import { readLimits } from '../models/usage';
import { readApprovalRules } from '../settings/approval-rules';
import { composeDecisionPoint } from '../settings/decision-point';
import { withResidency } from '../settings/residency';
import { composeCallers } from '../state/host-callers';
import { composeContainment } from '../state/host-containment';
import { composeConversationStates } from '../state/host-conversation-states';
import { composeQuota } from '../state/host-quota';
import { composeRuns } from '../state/host-runs';
import { composeSwitches } from '../state/host-switches';
import { noteWantedTool } from '../state/host-wanted-tools';
import { openTracing } from '../tracing/open-tracing';
import { composeRetriever } from './agent-knowledge';
import { composeAgentMemory, findOwner, findStoredOwner } from './agent-memory';
import type { AgentReference } from './agent-reference';
import { beforeRun } from './before-run';
import { composeMembers } from './members';
import { permitRequests, permitTools } from './permitted-tools';
import { fillSettings } from './fill-settings';
import { findPrompt } from './published';
import { readDefinition, withUsualEffects } from './read-definition';
import { composeTools } from './tools';

/**
 * Reads the agent, indexes what it knows and builds its route of models. A run that cannot begin for want of it is published as failed.
 * @param request a request that continues a run uses the versions that the run began with
 * @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID, KNOWLEDGE_UNREADABLE, MANIFEST_*
 */
export async function composeAgent(reference: AgentReference, host: Host, request: ComposedRequest = {}): Promise<AgentParts> {
	const mode = request.trail ? 'replay' : request.mode;
	const { by, conversationId, person } = request;
	return beforeRun(host, { reference, runId: nameRun(request), mode, by, conversationId, person }, async () => {
		const parts = await compose(reference, host, request);
		return host.carryParts?.(parts) ?? parts;
	});
}

type ComposedRequest = Pick<AgentRequest, 'resume' | 'trail' | 'runId' | 'person' | 'by'> &
	Partial<Pick<AgentRequest, 'conversationId'>> &
	Pick<AgentParts, 'mode'>;

async function compose(reference: AgentReference, whole: Host, request: ComposedRequest): Promise<AgentParts> {
	const granted = reference.kind === 'inline' ? withInlineGrants(whole) : whole;
	const runs = await composeRuns(withOwnState(granted));
	const run = await findAgentOfRun(request, runs.runs);
	const contact = findContact(request);
	const { definition: parsed, source } = await readDefinition(reference, granted, run, contact);
	const { host, warnings } = limitReplacedModels(parsed.model.route, source.published !== undefined, granted);
	const memory = withOwnState(host);
	const prompt = await findPrompt(parsed, host.published, run, contact);
	const judged = host.allowEffects === false ? withUsualEffects(parsed) : parsed;
	const { definition, ...filled } = await fillSettings(judged, prompt, host.settingValues);
	const clock = host.clock ?? systemClock;
	const { policy } = definition.guardrails;
	const demands = await readTenantDemands(host);
	const named = [...(policy ? [policy] : []), ...demands.policies];
	const tracing = await openTracing(host);
	const isOff = (part: StandardPart) => isSwitchedOff(part, definition.guardrails.standard, demands);
	// An agent's injection check has no judge: it would be called for each doubtful message, result and passage.
	const guardParts = await composeGuardParts(host, named, ['harmful-content', 'support']);
	return {
		definition,
		definitionSha256: source.sha256,
		...(reference.kind === 'file' && { file: resolve(reference.path) }),
		...(prompt && { prompt: { name: prompt.version.name, version: prompt.version.version, sha256: prompt.version.sha256 } }),
		...filled.template,
		...composeReporting([source.published, prompt?.version], [...warnings, ...filled.warnings]),
		...composeLiveQuality(definition, { agent: source.published, prompt: prompt?.version }, host, memory),
		gate: host.gate,
		host: host.name,
		...(host.tenant !== defaultTenant && { tenant: host.tenant }),
		approvals: host.approvals ?? readApprovalRules(),
		verifyStatement: host.verifyStatement,
		...composeCallers(memory),
		model: await composeModel(definition, host, clock),
		quotes: await composeQuotes(definition, host),
		...(await composeReviewer(definition, host)),
		// A carried run, such as one from a recording, makes no call.
		...(!host.carrier && { decisionPoint: composeDecisionPoint(undefined, withResidency('The decision point', host)) }),
		modelFacts: await composeModelFacts(definition, host),
		retriever: traceRetriever(await composeRetriever(definition, source.folder, host), definition.knowledge, tracing),
		memory: composeAgentMemory(definition, memory),
		...(memory.stateFolder !== undefined && {
			async nameConversation(conversationId, person) {
				await refuseRestricted(person, memory);
				await (await openMemory(memory)).nameConversation(conversationId, person);
			},
			pseudonym: async (person: string) =>
				(await openVaultKeys(memory, memory.stateFolder!)).pseudonym('subject', host.tenant ?? 'default', person),
			hashConversation: async (id: string) =>
				(await openVaultKeys(memory, memory.stateFolder!)).pseudonym('conversation', host.tenant ?? 'default', id),
		}),
		openVault: (conversationId, person) =>
			composeVault(memory, {
				conversationId,
				subjectId: person,
				allowsOthers: true,
				types: definition.guardrails.personalData.types,
				owner: findOwner(definition, memory),
			}),
		guard: traceGuard(
			await createTenantGuard(
				[
					...agentGuardrails(definition, isOff('unknown-link')),
					...(await placeForHost({ ...definition.guardrails.standard, policy }, demands, guardParts)),
					...(await placeGrounded(definition.guardrails.grounded, named)),
					...(policy ? await placeChecks(policy, { ...guardParts, ownPrices: filled.ownPrices }) : []),
				],
				demands,
				guardParts,
			),
			tracing,
		),
		tracing,
		screensTools: !isOff('injection'),
		refusesFiles: !isOff('files'),
		...(definition.guardrails.images === 'judge' && { imageJudge: await composeJudge(host) }),
		language: demands.language,
		givesToPeople: whole.writeHandOver !== undefined,
		conversations:
			keepsConversations(definition) || named.some(isStateful)
				? await composeConversationStates(memory, findStoredOwner(definition, memory))
				: undefined,
		recordViolations: (violations, about) =>
			recordViolations(violations, { ...about, agentVersion: definition.version, agentSha256: source.sha256 }, definition, host),
		noteMissingTool: (tool) => noteWantedTool({ tool, agent: definition.id, source: 'run' }, memory),
		publish: composeOwnEvents(host),
		...permitTools(
			composeTools(
				definition,
				{ ...permitRequests(host, source.published?.permissions), isPublished: source.published !== undefined },
				reference.kind === 'inline' ? undefined : source.folder,
			),
			definition,
			source.published?.permissions,
		),
		...composeMembers(
			...([definition, source.file ? source.folder : undefined, whole] as const),
			(id, range, shared, trail) => compose({ kind: 'id', id, range }, shared, { trail }),
			async ({ agent, range }, shared) => (await readDefinition({ kind: 'id', id: agent, range }, shared)).definition,
		),
		...runs,
		...(await composeQuota(host, definition.id, definition.limits.wallClockMs)),
		...(await composeSwitches(host, definition.id)),
		// Whoever sends a definition could switch off tools of another agent with its id.
		...(reference.kind !== 'inline' && (await composeContainment(memory, definition))),
		clock,
	};
}

/** Nothing is stored for a host that does not remember. */
const withOwnState = (host: Host): Host => (host.remembers === false ? { ...host, stateFolder: undefined } : host);

/** Who is answered, for rollouts by contact. */
const findContact = ({ person, conversationId }: ComposedRequest): string | undefined => person ?? conversationId;

/** Whether the agent hands conversations over to stay with another one. */
const keepsConversations = ({ tools }: AgentDefinition): boolean =>
	(tools?.define ?? []).some((tool) => tool.kind === 'agent' && tool.handOver === 'stays');

async function recordViolations(
	violations: Violation[],
	about: Omit<ViolationSource, 'host'>,
	{ id }: AgentDefinition,
	host: Host,
): Promise<void> {
	if (host.stateFolder === undefined) return;
	const log = await composeViolationLog(host);
	await log.record(violations, { ...about, agent: id, host: host.name ?? 'agent' });
}

/** Returns the warnings of published versions, and more, and reports to the rollouts that chose them. */
function composeReporting(versions: Array<PublishedVersion | undefined>, more: string[]): Pick<AgentParts, 'warnings' | 'report'> {
	const known = versions.filter((version) => version !== undefined);
	const warnings = [...known.flatMap((version) => version.warnings), ...more];
	const rollouts = known.flatMap(({ rollout }) => rollout ?? []);
	return {
		...(warnings.length > 0 && { warnings }),
		...(rollouts.length > 0 && { report: (outcome) => rollouts.forEach((rollout) => rollout.report(outcome)) }),
	};
}

/** Grants of the operator apply to a definition of a request only if that is allowed too. */
function withInlineGrants(host: Host): Host {
	const nothing = {
		secrets: undefined,
		allowPrivateNetworks: undefined,
		allowPrograms: undefined,
		allowCredentials: undefined,
		allowEffects: false,
	};
	return { ...host, ...nothing, nodeGate: undefined, ...host.inline };
}

/** Returns the smallest context and the highest price among the host's and the route's models. */
async function composeModelFacts({ model: { route } }: AgentDefinition, host: ModelHost): Promise<ModelFacts> {
	const { prices } = await readLimits(host);
	const models: Array<[id: string, source: PriceSource]> = host.model ? [[host.model.id, {}]] : [];
	for (const { provider, model, price } of route) {
		const settings = host.providers[provider];
		const name = settings?.model || model;
		if (settings) models.push([`${provider}:${name}`, { price: name === model ? price : undefined, baseUrl: settings.baseUrl }]);
	}
	const described = await Promise.all(models.map(([id, { baseUrl }]) => describeModel(id, baseUrl)));
	const priced = await Promise.all(models.map(([id, source]) => createPricing(id, { host: prices[id], ...source }).price()));
	const contextTokens = Math.min(...described.map((model) => model.contextTokens ?? Infinity));
	return {
		...(contextTokens < Infinity && { contextTokens }),
		costUsd: dearest(priced.filter((price) => price !== undefined)),
		...(described.length > 0 && described.every(({ features }) => features?.vision === false) && { seesImages: false as const }),
	};
}

function dearest(prices: Price[]): ModelFacts['costUsd'] {
	if (prices.length === 0) return undefined;
	return (inputTokens, outputTokens) =>
		Math.max(...prices.map((price) => computeMaxCost({ inputTokens, outputTokens, estimated: true }, price)));
}
