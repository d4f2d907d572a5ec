/**
 * Time (p50) of a turn with one model call that is recorded, divided by the same turn that is not. The model answers after 200 ms, as a fast one does.
 * Prints what the record costs where the model answers at once, too. Goal: at most 1.02.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openGate } from '../../../sandbox/fakes/permissive-gate';
import { apiKey, model, slowModel, withModelServer } from '../../models/model-server';
import { takeTurns } from '../../models/take-turns';
import { definition, message } from './agent-overhead';

const rounds = Number(process.env.BENCH_ROUNDS ?? 150);

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-record-'));
	try {
		return await withModelServer(async (baseUrl) => {
			const instant = await takeTurns(await turnsWith(model, baseUrl, folder), { rounds: rounds * 10, warmUp: 100 });
			const medians = await takeTurns(await turnsWith(slowModel, baseUrl, folder), { rounds, warmUp: 10 });
			const show = (ways: typeof medians) => `${ways.recorded.toFixed(3)} ms recorded, ${ways.plain.toFixed(3)} ms not`;
			console.log(`a model that answers at once: ${show(instant)}`);
			console.log(`a model that answers after 200 ms: ${show(medians)}`);
			return Number((medians.recorded / medians.plain).toFixed(3));
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function turnsWith(name: string, baseUrl: string, stateFolder: string) {
	const host = { gate: openGate(), agentFolders: [], stateFolder, providers: { openai: { apiKey, baseUrl } } };
	const route = [{ provider: 'openai' as const, model: name }];
	const parts = await composeAgent({ kind: 'inline', definition: { ...definition, model: { ...definition.model, route } } }, host);
	const turn = (recorded: boolean) => async () => {
		const { records, ...rest } = parts;
		const outcome = await runAgent(
			{ message, conversationId: 'bench' },
			{ ...rest, ...(recorded && { records }) },
			new AbortController().signal,
		);
		if (outcome.kind !== 'reply') throw new Error(`the agent ended as ${outcome.kind}`);
	};
	return { recorded: turn(true), plain: turn(false) };
}
