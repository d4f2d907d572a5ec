/**
 * Time (p50) of a turn with one model call that is recorded and traced, divided by the same turn that is neither. The model answers after 200 ms, as a
 * fast one does. Prints what record and spans cost where the model answers at once, too. Goal: at most 1.02.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentParts, runAgent } from '../../../core/agents/run-agent';
import type { Tracing } from '../../../core/ports/tracing';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openOwnProvider } from '../../../providers/tracing/own-provider';
import { startOtlpCollector } from '../../../test/fakes/otlp-collector';
import { openGate } from '../../../test/fakes/permissive-gate';
import { apiKey, model, slowModel, withModelServer } from '../../models/model-server';
import { takeTurns } from '../../models/take-turns';
import { definition, message } from './agent-overhead';

const rounds = Number(process.env.BENCH_ROUNDS ?? 150);

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-record-'));
	const collector = await startOtlpCollector();
	const tracing = await openOwnProvider({
		url: `${collector.url}/v1/traces`,
		headers: {},
		form: 'http/protobuf',
		timeoutMs: 10_000,
		resource: {},
		warn: console.error,
		sampler: 'parentbased_always_on',
		ratio: 1,
		showsContent: false,
	});
	try {
		return await withModelServer(async (baseUrl) => {
			const instant = await takeTurns(await turnsWith(model, baseUrl, { folder, tracing }), { rounds: rounds * 10, warmUp: 100 });
			const medians = await takeTurns(await turnsWith(slowModel, baseUrl, { folder, tracing }), { rounds, warmUp: 10 });
			const show = (ways: typeof medians) =>
				`${ways.traced.toFixed(3)} ms recorded and traced, ${ways.recorded.toFixed(3)} ms recorded, ${ways.plain.toFixed(3)} ms neither`;
			console.log(`a model that answers at once: ${show(instant)}`);
			console.log(`a model that answers after 200 ms: ${show(medians)}`);
			return Number((medians.traced / medians.plain).toFixed(3));
		});
	} finally {
		await tracing.close(1_000);
		console.log(`${collector.calls.length} batches of spans`);
		await collector.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function turnsWith(name: string, baseUrl: string, { folder, tracing }: { folder: string; tracing: Tracing }) {
	const host = { gate: openGate(), agentFolders: [], stateFolder: folder, providers: { openai: { apiKey, baseUrl } } };
	const route = [{ provider: 'openai' as const, model: name }];
	const inline = { kind: 'inline', definition: { ...definition, model: { ...definition.model, route } } } as const;
	const parts = await composeAgent(inline, host);
	const traced = await composeAgent(inline, { ...host, tracing });
	const { records: _records, ...plain } = parts;
	const turn = (given: AgentParts) => async () => {
		const outcome = await runAgent({ message, conversationId: 'bench' }, given, new AbortController().signal);
		if (outcome.kind !== 'reply') throw new Error(`the agent ended as ${outcome.kind}`);
	};
	return { traced: turn(traced), recorded: turn(parts), plain: turn(plain) };
}
