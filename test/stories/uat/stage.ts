import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { startZApiServer, type ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import { startTranscriptionServer, type TranscriptionServer } from '../../fakes/openai/transcription-server';
import { type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { supabaseKeys } from '../../fakes/supabase/api-keys';
import { openSupabaseProject, type SupabaseProject } from '../../support/servers/supabase';
import { salesExample } from './sales-cases';
import { ScriptedModel } from './scripted-model';

/** The services outside Troupe, for all cases of a host. */
export interface Stage {
	zApi: ZApiServer;
	chatwoot: ChatwootServer;
	pipeRun: PipeRunServer;
	supabase: SupabaseProject;
	/** Speaks the protocol of OpenAI, with the key `sk-fake`. */
	model: ScriptedModel;
	speech: TranscriptionServer;
	/** Has `lia`, a copy of examples/sdr whose agent has this id and uses the stage's Supabase: an agent that the manifest lists cannot be changed. */
	folder: string;
	/** Settings of whatever runs the agent. */
	environment: Record<string, string>;
	/** Makes everything as it was before the first case. */
	reset(): Promise<void>;
	close(): Promise<void>;
}

export const storyAgent = 'lia';

export async function openStage(): Promise<Stage> {
	const [zApi, chatwoot, pipeRun, supabase, model, speech] = await Promise.all([
		startZApiServer(),
		startChatwootServer(),
		startPipeRunServer(),
		openSupabaseProject(),
		ScriptedModel.start(),
		startTranscriptionServer(),
	]);
	pipeRun.tables.origins.push({ id: 6, name: 'ad' });
	const folder = mkdtempSync(join(tmpdir(), 'troupe-sdr-uat-'));
	copyExample(folder, supabase.server.url);
	const servers = { zApi, chatwoot, pipeRun, supabase, model, speech };
	return {
		...servers,
		folder,
		environment: {
			...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1`, ANTHROPIC_API_KEY: '' },
			...{ TROUPE_AGENTS: folder, TROUPE_UNLISTED_AGENTS: 'allow', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' },
			...{ TROUPE_TOOL_SECRET_SUPABASE_KEY: supabaseKeys.secret, TROUPE_TOOL_SECRET_SUPABASE_KEY_SERVERS: '127.0.0.1' },
		},
		reset: () => reset(servers),
		async close() {
			await Promise.all([...[zApi, chatwoot, pipeRun, model, speech].map((server) => server.close()), supabase.close()]);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function copyExample(folder: string, supabaseUrl: string): void {
	cpSync(salesExample, join(folder, storyAgent), { recursive: true });
	const file = join(folder, storyAgent, 'agent.json');
	writeFileSync(file, adaptToStage(readFileSync(file, 'utf8'), supabaseUrl));
}

/** Returns a file of the example with the agent and the Supabase of a stage, and without the minutes until a CRM that is down becomes an incident. */
export const adaptToStage = (text: string, supabaseUrl: string): string =>
	text
		.replaceAll('http://127.0.0.1:54321', supabaseUrl)
		.replace('"id": "sdr",', `"id": "${storyAgent}",`)
		.replace('key="agent" value="sdr"', `key="agent" value="${storyAgent}"`)
		.replaceAll('type="troupe:crm" retries="3"', 'type="troupe:crm" retries="1"');

async function reset({ pipeRun, supabase }: Pick<Stage, 'pipeRun' | 'supabase'>): Promise<void> {
	const { companies, persons, deals, notes } = pipeRun.tables;
	for (const rows of [companies, persons, deals, notes]) rows.length = 0;
	pipeRun.fault = undefined;
	await supabase.sql(`delete from equipes; insert into equipes (id, nome) values ('vendas', 'Vendas')`);
}
