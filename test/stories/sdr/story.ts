/** A customer writes to a sales team on WhatsApp: an agent qualifies the lead; a process stores it in the CRM, and hands the hot one over to a person. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensurePgvector } from '../../../scripts/lib/knowledge-servers.mjs';
import { chatwootAccount, type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { startZApiServer, type ZApiServer, zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { startTranscriptionServer, type TranscriptionServer } from '../../../sandbox/fakes/openai/transcription-server';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { supabaseKeys } from '../../../sandbox/fakes/supabase/api-keys';
import { findPostgres, portableAt } from '../../support/servers/postgres-cluster';
import { openSupabaseProject, type SupabaseProject } from '../../support/servers/supabase';
import { startPhone } from '../phone/phone';
import { WhatsAppPhone } from '../phone/whatsapp-phone';
import { TroupeService } from '../troupe-service';
import { answerAsSales } from './sales-model';
import { Panels } from './panels';
import { recordVoices } from './recordings';
import { tries } from './tries';

/** Where the agent of the example expects Supabase: an agent that the manifest lists cannot be changed. */
const supabasePort = 54_321;
const processFiles = ['sdr.bpmn', 'atendimento.form'].map((name) => join('examples', 'sdr', 'process', name));

interface StoryOptions {
	/** A folder of the story's own; emptied at the beginning. */
	home: string;
	/** Plays a hot lead and the person who takes over, and ends. */
	check: boolean;
	signal: AbortSignal;
	print: (line: string) => void;
}

/** Everything outside Troupe. */
export interface World {
	zApi: ZApiServer;
	chatwoot: ChatwootServer;
	pipeRun: PipeRunServer;
	supabase: SupabaseProject;
	/** Understands the recordings of the story. */
	speech: TranscriptionServer;
	/** Undefined: the environment has the key of a real one. */
	model: FakeServer | undefined;
}

export async function play({ home, check, signal, print }: StoryOptions): Promise<void> {
	const world = await startWorld(print);
	const troupe = new TroupeService(prepareHome(home, world), join(home, 'serve.log'));
	const ended = new AbortController();
	const stopped = AbortSignal.any([signal, ended.signal]);
	try {
		const address = await setUpChannels(troupe, world);
		await troupe.serve();
		await troupe.type(['process', 'deploy', ...processFiles, '--engine', troupe.url]);
		const phone = new WhatsAppPhone(world.zApi, troupe.url + address);
		phone.recordings = recordVoices(world.zApi);
		const panels = new Panels(world);
		const watching = Promise.all([phone.receive(stopped), panels.watch(stopped)]);
		const look = () => ({
			title: 'WhatsApp: Serra Azul Máquinas',
			status: 'Lia responde depois de três segundos de silêncio.',
			messages: phone.messages,
			panels: panels.shown,
			tries,
		});
		const page = await startPhone(look, (message) => phone.send(message));
		print(describePlaces(page.url, troupe));
		await (check ? playHotLead(phone, world) : untilStopped(signal));
		if (check) print([...phone.messages.map(({ author, text }) => `${author.padEnd(9)} ${text}`), 'story ok'].join('\n'));
		ended.abort();
		await Promise.all([page.close(), watching]);
	} finally {
		ended.abort();
		await troupe.stop();
		const { zApi, chatwoot, pipeRun, supabase, speech, model } = world;
		await Promise.all([zApi.close(), chatwoot.close(), pipeRun.close(), supabase.close(), speech.close(), model?.close()]);
	}
}

async function startWorld(print: StoryOptions['print']): Promise<World> {
	const isReal = Boolean(process.env.OPENAI_API_KEY || process.env.ANTHROPIC_API_KEY);
	const [zApi, chatwoot, pipeRun, speech, supabase, model] = await Promise.all([
		startZApiServer(),
		startChatwootServer(),
		startPipeRunServer(),
		startTranscriptionServer(),
		openSupabase(print),
		isReal ? undefined : startOpenAiServer({ respond: answerAsSales }),
	]);
	return { zApi, chatwoot, pipeRun, speech, supabase, model };
}

/** In front of the machine's PostgreSQL, or of one from PyPI. */
async function openSupabase(progress: StoryOptions['print']): Promise<SupabaseProject> {
	if (findPostgres() !== undefined) return openSupabaseProject({ port: supabasePort });
	const { packages } = await ensurePgvector({ progress });
	return openSupabaseProject({ port: supabasePort, portable: portableAt(packages) });
}

/** @returns the environment of commands */
function prepareHome(home: string, { model }: World): NodeJS.ProcessEnv {
	rmSync(home, { recursive: true, force: true });
	mkdirSync(home, { recursive: true, mode: 0o700 });
	return {
		...process.env,
		...{ TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' },
		...{
			TROUPE_AGENTS: 'examples/sdr',
			TROUPE_TOOL_SECRET_SUPABASE_KEY: supabaseKeys.secret,
			TROUPE_TOOL_SECRET_SUPABASE_KEY_SERVERS: '127.0.0.1',
		},
		...(model && { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` }),
	};
}

/** Types what an operator types. @returns the path of the address for Z-API */
async function setUpChannels(troupe: TroupeService, { zApi, chatwoot, pipeRun, speech }: World): Promise<string> {
	const addCredential = (name: string, type: string, data: object) =>
		troupe.type(['credentials', 'add', name, '--type', type], JSON.stringify(data));
	await troupe.type(['knowledge', 'ingest', 'examples/sdr/handbook', '--into', 'serra-azul', '--embedder', 'none']);
	await addCredential('piperun', 'piperunApi', { token: pipeRunToken, baseUrl: pipeRun.url });
	await addCredential('speech', 'openAiApi', { apiKey: 'sk-fake', baseUrl: `${speech.url}/v1` });
	const { accountId, inboxId, accessToken, webhookSecret } = chatwootAccount;
	await addCredential('chatwoot', 'chatwoot', { accessToken, webhookSecret });
	await troupe.type(
		['channel', 'add', 'vendedores', '-p', 'chatwoot', '-c', 'chatwoot'].concat(set({ accountId, inboxId, baseUrl: chatwoot.url })),
	);
	const { token, clientToken, instanceId } = zApiAccount;
	await addCredential('whatsapp', 'zApi', { token, clientToken });
	return troupe.type(
		['channel', 'add', 'vendas', '-p', 'z-api', '-c', 'whatsapp', '--message', 'customer-wrote', '--quiet', '3s'].concat(
			set({ instanceId, baseUrl: zApi.url }),
			['--desk', 'vendedores', '--desk-label', 'lead-quente', '--desk-assignee', '7', '--transcribe', 'speech', '--language', 'pt'],
		),
	);
}

const set = (settings: Record<string, string>) => Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);

const describePlaces = (phone: string, { url, environment, logFile }: TroupeService) => `
── Open the phone ──
  ${phone}
  Write as the customer, or press a button. Lia answers after three seconds of silence.
  Beside it: the note for the salesperson, the rows that she stores, and the CRM.

── Watch it from another terminal ──
  export TROUPE_HOME=${environment['TROUPE_HOME']!}
  bin/troupe channel log vendas
  bin/troupe channel log vendas --people
  bin/troupe process list --engine ${url}
  bin/troupe process tasks --group vendas --engine ${url}

Service    ${url}, log ${logFile}
Press Ctrl-C to stop.`;

async function untilStopped(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** A hot lead from the first word to the deal in the CRM; then a person goes on, and gives the conversation back. @throws unless it happens */
async function playHotLead(phone: WhatsAppPhone, { chatwoot, pipeRun }: World): Promise<void> {
	const steps = ['Cinco mensagens seguidas', 'Dar o nome e a cidade', 'Um áudio', 'Perguntar o preço', 'Lead quente'];
	for (const label of steps) await playTry(phone, label, 1);
	await until('the note', () => chatwoot.written.some((message) => message['private'] === true));
	await until('the deal in the CRM', () => pipeRun.tables.deals.length === 1 && pipeRun.tables.notes.length === 1);
	await playTry(phone, 'Uma vendedora assume', 0);
	await phone.send({ author: 'customer', text: 'Obrigado, Ana. Até amanhã!' });
	await playTry(phone, '/bot on', 1);
}

/** Presses a button, and waits for its answers. @throws if more come */
async function playTry(phone: WhatsAppPhone, label: string, answers: number): Promise<void> {
	const before = count(phone, 'agent');
	for (const message of tries.find((one) => one.label === label)!.messages) await phone.send(message);
	await until(`an answer to "${label}"`, () => count(phone, 'agent') >= before + answers);
	if (count(phone, 'agent') > before + answers) throw new Error(`"${label}" was answered more than once.`);
}

const count = (phone: WhatsAppPhone, wanted: string) => phone.messages.filter(({ author }) => author === wanted).length;

async function until(what: string, isTrue: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 60_000; !isTrue(); await wait(100))
		if (Date.now() > deadline) throw new Error(`The story waited a minute for ${what}.`);
}
