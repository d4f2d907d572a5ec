import type { CallToolResult, InputRequests, InputRequiredResult } from '@modelcontextprotocol/server';
import { inputRequired } from '@modelcontextprotocol/server';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { string } from '../../manifests/registry/api/answer-fields';
import { maxTextLength } from '../../core/json-schema/close-schema';
import type { AgentOutcome, RunState } from '../../core/agents/agent-outcome';
import { engineCaller } from '../access/engine-caller';
import { allows, scopeOfAgent } from '../access/scopes';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import type { Host } from '../../providers/compose/hosts/host';
import { canDecideAll, readDecisionForm, toDecisionForm, toShown } from '../offered-agents/describe-outcome';
import type { ShownDecision } from '../offered-agents/describe-outcome';
import { describeUse } from '../offered-agents/explain-agent';
import { listOfferedAgents } from '../offered-agents/offered-agents';
import type { OfferedAgent } from '../offered-agents/offered-agents';
import type { OfferedRuns } from '../offered-agents/offered-runs';
import type { OfferedTool } from './mcp-tool';
import { readForm, toDocument, toSchema } from './mcp-tool';
import { processStateTool } from './process-state';
import { processTools } from './process-tools';
import { agentWork, reporter, toResult } from './tasks/agent-work';
import type { RunsAtWork } from '../offered-agents/runs-at-work';
import type { LongWork } from './tasks/long-work';
import type { ToolCall } from './tool-call';

interface WaitingRun {
	agent: string;
	runId: string;
	conversationId: string;
	pending: ShownDecision[];
}

type Suspended = Extract<AgentOutcome, { state: RunState }>;

const input = closed({
	message: Type.String({
		description: 'The question or the task, in full sentences, with all that the agent has to know.',
		maxLength: maxTextLength,
	}),
	conversationId: Type.Optional(
		Type.String({ description: 'The conversationId of an earlier reply, to continue that conversation.', maxLength: 180 }),
	),
});

function agentTool(agent: OfferedAgent, runs: OfferedRuns, long?: LongWork): OfferedTool {
	const { id, name, output, reads = false } = agent;
	const answered = Type.Object({
		outcome: Type.Enum(['reply', 'blocked', 'needs-human', 'limit-reached']),
		reply: string,
		conversationId: string,
		runId: string,
		...(output && { output: Type.Optional(Type.Unsafe(output)) }),
	});
	return {
		listed: {
			name: id,
			title: name,
			description: describeUse(agent),
			inputSchema: toSchema(input),
			outputSchema: toSchema(answered),
			annotations: { title: name, readOnlyHint: reads, openWorldHint: !reads },
		},
		call: async (call) => {
			const waiting = call.state as WaitingRun | undefined;
			const scopes = runs.scopesOf(call.grant, id);
			if (waiting?.agent !== id) return answer(await run(id, call, runs), call, scopes);
			const decisions = waiting.pending.flatMap((one) => readDecisionForm(one, readForm(call.responses?.[one.id])) ?? []);
			if (decisions.length < waiting.pending.length) return stillWaiting(waiting);
			return answer(await runs.resume(id, waiting.runId, decisions, call.grant, call.signal), call, scopes);
		},
		long,
	};
}

function run(agent: string, { input: given, grant, signal, report, origins }: ToolCall, runs: OfferedRuns): Promise<AgentOutcome> {
	const onEvent = reporter(agent, report);
	const { message, conversationId } = given as Static<typeof input>;
	return runs.run({ agent, message, conversationId, origins, onEvent }, grant, signal);
}

/** A client without a form for its person learns what the run waits for: `troupe run resume` continues it. */
async function answer(outcome: AgentOutcome, call: ToolCall, scopes: ReadonlySet<string>): Promise<CallToolResult | InputRequiredResult> {
	if ('state' in outcome && call.canAsk && canDecideAll(outcome.pending, scopes)) return askPerson(outcome, call);
	return toResult(outcome, scopes);
}

async function askPerson({ agent, runId, conversationId, pending }: Suspended, call: ToolCall): Promise<InputRequiredResult> {
	const inputRequests: InputRequests = {};
	for (const one of pending) inputRequests[one.id] = inputRequired.elicit(toDecisionForm(one, runId) as never);
	const waiting: WaitingRun = { agent: agent.id, runId, conversationId, pending: pending.map(toShown) };
	return inputRequired({ inputRequests, requestState: await call.seal(waiting) });
}

function stillWaiting({ runId, conversationId }: WaitingRun): CallToolResult {
	const reply = 'The run waits: nobody decided. Call again, or continue it with `troupe run resume`.';
	return toDocument({ outcome: 'needs-human', reason: 'undecided', reply, conversationId, runId }, reply);
}

interface ToolParts {
	host: Host;
	/** Undefined without an engine. */
	engine?: EmbeddedEngine;
	tenant: string;
	/** Undefined for all. */
	offered?: ReadonlySet<string>;
	runs: OfferedRuns;
	atWork: RunsAtWork;
	reportFault: (error: unknown) => void;
}

export async function listOfferedTools(
	grant: Grant,
	{ host, engine, tenant, offered, runs, atWork, reportFault }: ToolParts,
): Promise<OfferedTool[]> {
	const tools: OfferedTool[] = [];
	const caller = engineCaller(grant, tenant);
	const ofCaller = engine && { engine: new TenantEngine(engine, caller), tenantId: caller.tenantId };
	if (ofCaller && grant.scopes.has('process:read')) tools.push(processStateTool(ofCaller.engine));
	for (const agent of await listOfferedAgents({ ...host, tenant: grant.caller.tenant }, offered))
		if (allows(grant.scopes, scopeOfAgent(agent.id))) tools.push(agentTool(agent, runs, agentWork(agent.id, runs, atWork, reportFault)));
	if (ofCaller && grant.scopes.has('process:run')) tools.push(...(await processTools(ofCaller)));
	return uniqueByName(tools).sort((one, other) => (one.listed.name < other.listed.name ? -1 : 1));
}

function uniqueByName(tools: OfferedTool[]): OfferedTool[] {
	const byName = new Map<string, OfferedTool>();
	for (const { listed, ...tool } of tools) {
		const name = byName.has(listed.name) ? `${listed.name}_process` : listed.name;
		byName.set(name, { ...tool, listed: { ...listed, name } });
	}
	return [...byName.values()];
}
