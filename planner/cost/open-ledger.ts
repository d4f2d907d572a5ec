import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';
import { packagedAgentsFolder } from '../../core/base/package-folder';
import { estimateCost } from '../../core/llm/prices/estimate-cost';
import { parsePublished, readAgentName } from '../../providers/compose/agents/published';
import { findAgent } from '../../providers/files/agent-files';
import { unlessRefused } from '../doers/sources/unless-refused';
import type { Host } from '../../providers/compose/hosts/host';
import { estimateChat } from '../../providers/compose/models/cost-estimates';
import { openRuns } from '../../providers/compose/state/host-runs';
import type { ChatRequest } from '../../core/ports/models/models';
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import type { CostRange } from '../plan';
import { nothing } from './cost-range';
import type { CostLedger } from './ledger';

const maxRuns = 200;
const usualMessage = 'x '.repeat(200);
/** Calls of the model for one message, where nothing is recorded. */
const usualCalls = 1;
const usualCallsWithTools = 3;
/** Tokens of a short reply. */
const shortReply = 16;
/** Instances from which on the rounds of a loop are known. */
const minInstances = 3;

interface LedgerOptions {
	/** Finds the definition of an agent, `name@range`. Default: in the registry, then in folders and the package. */
	readAgent?: (agent: string) => Promise<AgentDefinition | undefined>;
	before?: number;
}

export function openLedger(host: Host, { readAgent = readAgentOf(host), before }: LedgerOptions = {}): CostLedger {
	const list = async (filter: { agent?: string; version?: string; process?: string }): Promise<RecordedRun[]> => {
		if (host.stateFolder === undefined) return [];
		const runs = await openRuns(host, host.stateFolder);
		const listed = await runs.list(maxRuns, false, { ...filter, ...(before !== undefined && { to: before }) });
		return listed.filter(({ state, of }) => state === 'completed' && of.evaluation === undefined && of.sandbox === undefined);
	};
	return {
		runsOf: async (agent, version) => (await list({ agent, ...(version !== undefined && { version }) })).map(costOf),
		instancesOf: async (process) => sumByInstance(await list({ process })),
		roundsOf: async (process, steps) => countRounds(await list({ process }), steps),
		estimate: async (agent) => {
			const definition = await readAgent(agent);
			return definition && estimateAgent(definition, host);
		},
	};
}

const readAgentOf = (host: Host) => (agent: string) =>
	unlessRefused(async () => {
		const { id, range, isPublished } = readAgentName(agent);
		const version = await host.published?.find('agent', id, range);
		if (version) return parseAgentDefinition(parsePublished(version), `the published agent ${id}`);
		if (isPublished) return undefined;
		const file = await findAgent(id, [...host.agentFolders, packagedAgentsFolder()]);
		return parseAgentDefinition(file.definition, file.path);
	});

const costOf = ({ costUsd }: RecordedRun): number | null => costUsd ?? null;

/** The oldest instance of a full list can lack runs. */
function sumByInstance(runs: readonly RecordedRun[]): Array<number | null> {
	const sums = new Map<string, number | null>();
	for (const run of runs) {
		// A called agent is in the cost of its caller.
		const { instance, caller } = run.of;
		if (instance === undefined || caller !== undefined) continue;
		const sum = sums.get(instance);
		const cost = costOf(run);
		sums.set(instance, sum === null || cost === null ? null : (sum ?? 0) + cost);
	}
	const instances = [...sums.values()];
	return runs.length < maxRuns ? instances : instances.slice(0, -1);
}

/** Counts how often an instance performed the step of the loop that it performed most often. */
function countRounds(runs: readonly RecordedRun[], steps: readonly string[]): number | undefined {
	const counts = new Map<string, Map<string, number>>();
	for (const { of } of runs) {
		const { instance, element, caller } = of;
		if (instance === undefined || element === undefined || caller !== undefined || !steps.includes(element)) continue;
		const ofInstance = counts.get(instance) ?? new Map<string, number>();
		counts.set(instance, ofInstance.set(element, (ofInstance.get(element) ?? 0) + 1));
	}
	const rounds = [...counts.values()].map((ofInstance) => Math.max(...ofInstance.values()));
	return rounds.length < minInstances ? undefined : rounds.reduce((sum, count) => sum + count, 0) / rounds.length;
}

/** From one short reply to as many of the longest replies as the limits allow. */
async function estimateAgent(definition: AgentDefinition, host: Host): Promise<CostRange | undefined> {
	const { model, limits, tools, prompt } = definition;
	const reference = model.route.find(({ provider }) => host.providers[provider]) ?? model.route[0];
	// It quotes its documents.
	if (!reference) return host.model ? undefined : { ...nothing, basis: 'estimated' };
	const request = {
		messages: [
			{ role: 'system' as const, content: prompt },
			{ role: 'user' as const, content: usualMessage },
		],
		maxOutputTokens: limits.outputTokens,
	};
	const name = `${reference.provider}:${reference.model}`;
	const price = reference.price && { table: 'definition', standard: reference.price };
	const estimate = (asked: ChatRequest) => (price ? estimateCost(asked, name, { price }) : estimateChat(asked, name, host));
	const { likely, most } = await estimate(request);
	const { likely: least } = await estimate({
		messages: request.messages.slice(0, 1),
		maxOutputTokens: Math.min(shortReply, limits.outputTokens),
	});
	if (likely.costUsd === null || most.costUsd === null || least.costUsd === null) return undefined;
	const hasTools = tools !== undefined;
	const calls = hasTools ? usualCallsWithTools : usualCalls;
	return {
		low: Math.min(least.costUsd, likely.costUsd),
		likely: likely.costUsd * calls,
		high: Math.min(most.costUsd * limits.modelCalls, limits.costUsd ?? Infinity),
		basis: 'estimated',
	};
}
