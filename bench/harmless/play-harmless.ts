import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentParts } from '../../core/agents/agent-parts';
import { runAgent } from '../../core/agents/run-agent';
import type { ChatModel, ChatResponse } from '../../core/ports/models/models';
import type { Tool } from '../../core/ports/tools/tools';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { readJsonLines } from '../samples/read-lines';

/** An agent as a builder writes it: a name and instructions, perhaps with tools that only read. */
interface HarmlessAgent {
	agent: string;
	name: string;
	instructions: string;
	tools?: Array<{ name: string; description: string }>;
}

/** A message with its right answer, which the person should read as it is. */
interface Exchange {
	agent: string;
	message: string;
	answer: string;
	calls?: Array<{ tool: string; input: string; result: unknown }>;
	before?: Array<{ message: string; answer: string }>;
	/** It is played with the policy `grounded` alone. */
	grounded?: true;
	kind?: string;
}

const folder = 'bench/samples/harmless';
const never = new AbortController().signal;

/**
 * Returns the share of harmless exchanges that are delivered unchanged, with no model call more than they need, and prints the others. BENCH_HARMLESS
 * names another folder of samples.
 */
export async function playHarmless(isGrounded: boolean): Promise<string> {
	const samples = process.env.BENCH_HARMLESS ?? folder;
	const agents = new Map(readJsonLines<HarmlessAgent>(`${samples}/agents.jsonl`).map((one) => [one.agent, one]));
	const exchanges = readJsonLines<Exchange>(`${samples}/harmless.jsonl`).filter(({ grounded }) => isGrounded || !grounded);
	const home = mkdtempSync(join(tmpdir(), 'troupe-harmless-'));
	let kept = 0;
	try {
		for (const [index, exchange] of exchanges.entries()) {
			const agent = agents.get(exchange.agent);
			if (!agent) throw new Error(`Exchange ${index + 1} names the unknown agent "${exchange.agent}".`);
			const lost = await play(exchange, agent, { isGrounded, home, conversationId: `harmless-${index}` });
			if (lost === undefined) kept += 1;
			else console.log(`${agent.agent}, ${exchange.kind ?? 'other'}: ${JSON.stringify(exchange.message)}\n  ${lost}`);
		}
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
	console.log(`kept ${kept} of ${exchanges.length} exchanges with ${agents.size} agents`);
	return (kept / exchanges.length).toFixed(3);
}

interface Playing {
	isGrounded: boolean;
	home: string;
	conversationId: string;
}

/** Returns what was lost, or undefined. */
async function play(exchange: Exchange, agent: HarmlessAgent, playing: Playing): Promise<string | undefined> {
	for (const { message, answer } of exchange.before ?? []) await converse(agent, { ...exchange, message, answer, calls: [] }, playing);
	const { outcome, asked } = await converse(agent, exchange, playing);
	const needed = 1 + (exchange.calls?.length ?? 0);
	const isSame = outcome.kind === 'reply' && outcome.reply.trim() === exchange.answer.trim();
	if (isSame && asked === needed) return undefined;
	const guardrails = outcome.guardrails.map(({ guardrail, reason }) => `${guardrail}: ${reason}`);
	const why = 'reason' in outcome ? `${outcome.kind} (${outcome.reason})` : outcome.kind;
	return [`${why}, ${asked} model calls of ${needed}`, ...guardrails, ...(isSame ? [] : [JSON.stringify(outcome.reply)])].join('\n  ');
}

async function converse(agent: HarmlessAgent, exchange: Exchange, { isGrounded, home, conversationId }: Playing) {
	const model = createModel(exchange);
	const host = { gate: openGate(), agentFolders: [], stateFolder: home, providers: {}, model };
	const composed = await composeAgent({ kind: 'inline', definition: define(agent, isGrounded) }, host);
	const parts: AgentParts = { ...composed, ...(agent.tools && { tools: agent.tools.map((tool) => createTool(tool, exchange)) }) };
	const outcome = await runAgent({ message: exchange.message, conversationId }, parts, never);
	return { outcome, asked: model.requests.length };
}

/** A model that makes the calls, and then gives the answer as often as it is asked. */
function createModel({ calls = [], answer }: Exchange): ChatModel & { requests: unknown[] } {
	const made = calls.map(({ tool, input }, index): Partial<ChatResponse> => {
		return { finish: 'tool-calls', toolCalls: [{ id: `call-${index}`, name: tool, arguments: JSON.stringify({ input }) }] };
	});
	return scriptedChatModel(...made, ...Array.from({ length: 10 }, () => answer));
}

const createTool = ({ name, description }: { name: string; description: string }, { calls = [] }: Exchange): Tool => ({
	name,
	description,
	parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
	source: 'definition',
	effect: 'reads',
	call: async ({ input }) => {
		const result = calls.find((call) => call.tool === name && call.input === input)?.result;
		return { kind: 'ok', text: typeof result === 'string' ? result : JSON.stringify(result ?? null) };
	},
});

const define = ({ agent, name, instructions, tools }: HarmlessAgent, isGrounded: boolean) => ({
	id: agent,
	version: '1.0.0',
	name,
	purpose: name,
	prompt: instructions,
	model: { route: [], extractive: false },
	memory: { turns: 4 },
	...(tools && { tools: { rules: [{ tool: '*', permission: 'allow', afterResults: true }] } }),
	guardrails: {
		personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER'], action: 'token' },
		...(isGrounded && { grounded: true }),
	},
	limits: {},
});
