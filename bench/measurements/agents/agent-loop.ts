/** Measures the milliseconds that a step of the agent loop (a model call and a tool call) adds, with a model and a tool that answer immediately and the run store of the hosts. Goal: at most 1. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import type { AgentParts } from '../../../core/agents/agent-parts';
import type { ChatModel, ChatResponse } from '../../../core/ports/models/models';
import type { ToolEffect } from '../../../core/ports/tools/tool-effect';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';

const steps = 20;
const rounds = Number(process.env.BENCH_ROUNDS ?? 60);
const warmUp = 15;

/** As long as a typical tool result. */
const result =
	'Order AU-1042 was sent on Monday from São Paulo and is expected on Friday; ask ana.souza@example.com for the door code. '.repeat(8);

const definition = {
	id: 'bench',
	version: '1.0.0',
	name: 'Bench',
	purpose: 'Calls a tool twenty times.',
	prompt: 'You help.',
	model: { extractive: false },
	tools: { rules: [{ tool: '*', permission: 'allow' }] },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'] } },
	limits: { modelCalls: 30, toolCalls: 30, tokens: 1_000_000 },
};

export async function run(): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-bench-'));
	try {
		const reading = await agent({ stateFolder: folder }, 'reads');
		const writing = await agent({ stateFolder: folder }, 'irreversible');
		const alone = await agent({}, 'reads');
		const ways = {
			'tools that read': (round: number) => timed(reading, `read-${round}`),
			'tools that write (each synced to the disk)': (round: number) => timed(writing, `write-${round}`),
			'no run store': () => timed(reading, undefined),
			'no state at all': () => timed(alone, undefined),
		};
		const samples: Record<string, number[]> = {};
		for (let round = -warmUp; round < rounds; round += 1) {
			for (const [name, way] of Object.entries(ways)) {
				const milliseconds = await way(round);
				if (round >= 0) (samples[name] ??= []).push(milliseconds);
			}
		}
		const medians = Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
		for (const [name, milliseconds] of Object.entries(medians)) console.log(`${name.padEnd(44)} ${milliseconds.toFixed(3)} ms a step`);
		return Number(medians['tools that read']!.toFixed(3));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function agent(host: { stateFolder?: string }, effect: ToolEffect): Promise<AgentParts> {
	const instant = { effect, parameters: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] } };
	const parts = await composeAgent(
		{ kind: 'inline', definition },
		{ ...host, gate: openGate(), agentFolders: [], providers: {}, model: scripted() },
	);
	return { ...parts, tools: [fakeTool('look', () => result, instant)] };
}

/** Calls the tool a fixed number of times, then answers. */
function scripted(): ChatModel {
	const generate = async ({ messages }: { messages: Array<{ role: string }> }): Promise<ChatResponse> => {
		const done = messages.filter(({ role }) => role === 'tool').length;
		const base = { text: '', model: 'bench:model', usage: { inputTokens: 100, outputTokens: 10, estimated: false } };
		return done < steps
			? { ...base, finish: 'tool-calls', ...calling(['look', { number: done }]) }
			: { ...base, text: 'Done.', finish: 'stop' };
	};
	return {
		id: 'bench:model',
		generate,
		async *stream(request) {
			yield { kind: 'end', response: await generate(request) };
		},
	};
}

async function timed(parts: AgentParts, runId: string | undefined): Promise<number> {
	const started = performance.now();
	const outcome = await runAgent({ message: 'Where is my order?', conversationId: 'c', runId }, parts, new AbortController().signal);
	if (outcome.kind !== 'reply' || outcome.usage.toolCalls !== steps)
		throw new Error(`the run ended as ${outcome.kind} after ${outcome.usage.toolCalls} calls`);
	return (performance.now() - started) / steps;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
