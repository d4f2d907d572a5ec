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
import type { RecordedRun } from '../../providers/state/runs/list-runs';
import type { CostRange } from '../plan';
import { nothing } from './cost-range';
import type { CostLedger } from './ledger';

const maxRuns = 200;
/** Tokens of a message that nobody knows yet, as text. */
const usualMessage = 'x '.repeat(200);
/** Calls of the model for one message, where nothing is recorded. */
const usualCalls = 1;
const usualCallsWithTools = 3;
/** Share of an average reply that a short one costs. */
const shortReply = 0.4;

interface LedgerOptions {
	/** Finds the definition of an agent, `name@range`. Default: in the registry, then in folders and the package. */
	readAgent?: (agent: string) => Promise<AgentDefinition | undefined>;
	/** Only runs that began before; milliseconds since the epoch. Default: all. */
	before?: number;
}

/** Opens what a host has recorded of runs, and its prices. */
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
		const [sum, cost] = [sums.get(instance), costOf(run)];
		sums.set(instance, sum === null || cost === null ? null : (sum ?? 0) + cost);
	}
	const instances = [...sums.values()];
	return runs.length < maxRuns ? instances : instances.slice(0, -1);
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
	const { likely, most } = await (price ? estimateCost(request, name, { price }) : estimateChat(request, name, host));
	if (likely.costUsd === null || most.costUsd === null) return undefined;
	const hasTools = tools !== undefined;
	const calls = hasTools ? usualCallsWithTools : usualCalls;
	return {
		low: likely.costUsd * shortReply,
		likely: likely.costUsd * calls,
		high: Math.min(most.costUsd * limits.modelCalls, limits.costUsd ?? Infinity),
		basis: 'estimated',
	};
}
