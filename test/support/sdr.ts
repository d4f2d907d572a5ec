/** The example examples/sdr with a stand-in of its model in front of a project of Supabase, and its cases. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardrailFacts } from '../../core/ports/guardrails/guardrail-facts';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { runAgent } from '../../core/agents/run-agent';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/hosts/host';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { supabaseKeys } from '../fakes/supabase/api-keys';
import { salesExample as example } from '../stories/uat/sales-cases';

export interface SalesDesk {
	host: Host;
	model: FakeServer;
	/** The agent answers the lead. */
	answer(
		message: string,
		as: { person?: string; conversationId: string; facts?: GuardrailFacts },
	): Promise<{ outcome: AgentOutcome; events: AgentEvent[] }>;
	close(): Promise<void>;
}

/** @param supabase the address of the project */
export async function openSalesDesk(supabase: string, changes: Partial<Host> = {}): Promise<SalesDesk> {
	const model = await startOpenAiServer();
	const folder = mkdtempSync(join(tmpdir(), 'troupe-sdr-'));
	cpSync(example, join(folder, 'sdr'), { recursive: true });
	const file = join(folder, 'sdr', 'agent.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('http://127.0.0.1:54321', supabase));
	const host: Host = {
		gate: openGate(),
		agentFolders: [folder],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		stateFolder: join(folder, 'state'),
		...toolsFromEnvironment({
			TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
			TROUPE_TOOL_SECRET_SUPABASE_KEY: supabaseKeys.secret,
			TROUPE_TOOL_SECRET_SUPABASE_KEY_SERVERS: '127.0.0.1',
		}),
		...changes,
	};
	await ingestHandbook(host);
	return {
		host,
		model,
		async answer(message, request) {
			const parts = await composeAgent({ kind: 'file', path: file }, host);
			const events: AgentEvent[] = [];
			const observed = { ...parts, onEvent: (event: AgentEvent) => void events.push(event) };
			const outcome = await runAgent({ message, ...request }, observed, new AbortController().signal);
			return { outcome, events };
		},
		close: async () => {
			await closeKnowledge(host);
			await model.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** As `troupe knowledge ingest examples/sdr/handbook --into serra-azul --embedder none` does. */
async function ingestHandbook(host: Host): Promise<void> {
	const documents = globSync('*.md', { cwd: join(example, 'handbook') }).map((id) => ({
		...{ id, format: 'markdown', text: readFileSync(join(example, 'handbook', id), 'utf8') },
	}));
	const task = { operation: 'ingest', collection: 'serra-azul', embedder: 'none', documents };
	await runKnowledgeTask(task, host, new AbortController().signal);
}
