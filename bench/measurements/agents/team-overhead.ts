/** Measures a run in which one agent calls another (p50), divided by the runs of both by themselves, with state, and models that answer immediately. Goal: at most 1.1. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import type { ChatModel, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { composeAgent } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/hosts/host';
import { openGate } from '../../../test/fakes/permissive-gate';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';
import { median, timed } from '../../timed';

const rounds = Number(process.env.BENCH_ROUNDS ?? 400);
const warmUp = 80;
const task = 'How long is the warranty on a coffee machine? Write to ana.souza@example.com.';
const answer = 'Coffee machines have a warranty of 24 months, counted from the date of the invoice.';

const agent = (id: string, define: object[]) => ({
	id,
	version: '1.0.0',
	name: id,
	purpose: `Is ${id}.`,
	prompt: `You are ${id}.`,
	model: { extractive: false },
	tools: { define, rules: [{ tool: '*', permission: 'allow' }] },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'] } },
	limits: {},
});
const callee = { kind: 'agent', agent: 'helper', name: 'ask', description: 'Helps.' };

/** The lead asks once and then answers; the helper answers. */
const model: ChatModel = {
	id: 'bench:model',
	async generate({ messages, tools = [] }: ChatRequest): Promise<ChatResponse> {
		const base = { model: 'bench:model', usage: { inputTokens: 100, outputTokens: 10, estimated: false } };
		const asks = tools.length > 0 && !messages.some(({ role }) => role === 'tool');
		return asks ? { ...base, text: '', finish: 'tool-calls', ...calling(['ask', { task }]) } : { ...base, text: answer, finish: 'stop' };
	},
	async *stream(request, signal) {
		yield { kind: 'end', response: await model.generate(request, signal) };
	},
};

/** Answers immediately what the helper would, and only reads. */
const ask = fakeTool('ask', () => answer, { effect: 'reads', parameters: { type: 'object', properties: { task: { type: 'string' } } } });

export async function run(): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-bench-'));
	try {
		// The same definitions for both ways: by itself, the lead asks a tool that answers what the helper would.
		await writeFile(join(folder, 'team.json'), JSON.stringify(agent('team', [callee])));
		await writeFile(join(folder, 'helper.json'), JSON.stringify(agent('helper', [])));
		await writeFile(join(folder, 'lead.json'), JSON.stringify(agent('lead', [])));
		const host: Host = { gate: openGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model };
		const take = async (id: string, round: number, modelCalls: number, tools?: Host['tools']) => {
			const runId = `${id}-${round}`;
			const parts = await composeAgent({ kind: 'id', id }, { ...host, tools });
			const outcome = await runAgent({ message: task, conversationId: runId, runId }, parts, new AbortController().signal);
			if (outcome.kind !== 'reply' || outcome.usage.modelCalls !== modelCalls)
				throw new Error(`${id} ended as ${outcome.kind} after ${outcome.usage.modelCalls} model calls`);
		};
		const team: number[] = [];
		const apart: number[] = [];
		for (let round = -warmUp; round < rounds; round += 1) {
			const one = await timed(() => take('team', round, 3));
			const two = await timed(async () => {
				await take('lead', round, 2, [ask]);
				await take('helper', round, 1);
			});
			if (round >= 0) [team, apart].forEach((all, index) => all.push([one, two][index]!));
		}
		console.log(`one agent calls the other  p50 ${median(team).toFixed(3)} ms`);
		console.log(`two separate runs          p50 ${median(apart).toFixed(3)} ms`);
		return Number((median(team) / median(apart)).toFixed(3));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
