/** A customer writes to a sales team on WhatsApp: an agent qualifies the lead; a process stores it in the CRM, and hands the hot one over to a person. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensurePgvector } from '../../../scripts/lib/knowledge-servers.mjs';
import { chatwootAccount, type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { startZApiServer, type ZApiServer, zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { startTranscriptionServer, type TranscriptionServer } from '../../fakes/openai/transcription-server';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { supabaseKeys } from '../../fakes/supabase/api-keys';
import { findPostgres, portableAt } from '../../support/servers/postgres-cluster';
import { openSupabaseProject, type SupabaseProject } from '../../support/servers/supabase';
import { type Language, languages } from '../../../core/base/text/languages';
import { type PhoneMessage, type PhoneSide, type PhoneState, startPhone } from '../phone/phone';
import { WhatsAppPhone } from '../phone/whatsapp-phone';
import { TroupeService } from '../troupe-service';
import { answerAsSales } from './sales-model';
import { describePlaces } from './guide';
import { lines, writeAgent, writeProcess } from './line';
import { Panels } from './panels';
import { recordVoices } from './recordings';
import { readMachineLanguage, storyTexts } from './texts';

interface StoryOptions {
	/** A folder of the story's own; emptied at the beginning. */
	home: string;
	/** Plays a hot lead and the person who takes over, and ends. */
	check: boolean;
	/** The port of Troupe's service; 0 for any that is free. */
	servePort: number;
	/** The language of the guide, of the page until its reader chooses, and of what --check plays; undefined: that of the machine, and --check plays all. */
	language: Language | undefined;
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

export async function play({ home, check, servePort, language, signal, print }: StoryOptions): Promise<void> {
	const world = await startWorld(print);
	const troupe = new TroupeService(prepareHome(home, world), join(home, 'serve.log'));
	const ended = new AbortController();
	const stopped = AbortSignal.any([signal, ended.signal]);
	try {
		const addresses = await setUpChannels(troupe, world);
		await troupe.serve(servePort);
		for (const each of languages) {
			const files = writeProcess(each, { folder: home, supabase: world.supabase.server.url });
			await troupe.type(['process', 'deploy', ...files, '--engine', troupe.url]);
		}
		const openSide = (each: Language) => new StorySide(each, world, troupe.url + addresses[each]);
		const sides = { pt: openSide('pt'), en: openSide('en') };
		const watching = Promise.all(Object.values(sides).map((side) => side.watch(stopped)));
		const page = await startPhone(sides);
		print(describePlaces(page.url, troupe, language ?? readMachineLanguage()));
		if (!check) await untilStopped(signal);
		for (const each of check ? (language ? [language] : languages) : []) {
			await playHotLead(sides[each].phone, each, world);
			print(await sides[each].describe());
		}
		if (check) print('story ok');
		ended.abort();
		await Promise.all([page.close(), watching]);
	} finally {
		ended.abort();
		await troupe.stop();
		const { zApi, chatwoot, pipeRun, supabase, speech, model } = world;
		await Promise.all([zApi.close(), chatwoot.close(), pipeRun.close(), supabase.close(), speech.close(), model?.close()]);
	}
}

/** A customer's phone, and what other systems hold of this customer, in one language. */
class StorySide implements PhoneSide {
	readonly phone: WhatsAppPhone;
	readonly #panels: Panels;

	constructor(
		readonly language: Language,
		world: World,
		address: string,
	) {
		this.phone = new WhatsAppPhone(world.zApi, address, lines[language].phone);
		this.phone.recordings = recordVoices(world.zApi, language);
		this.#panels = new Panels(world, language);
	}

	async watch(signal: AbortSignal): Promise<void> {
		await Promise.all([this.phone.receive(signal), this.#panels.watch(signal)]);
	}

	look() {
		const { title, status, tries } = storyTexts[this.language];
		return { title, status, messages: this.phone.messages, panels: this.#panels.shown, tries: Object.values(tries) };
	}

	send(message: PhoneMessage): Promise<void> {
		return this.phone.send(message);
	}

	/** Returns what the page shows, as lines. */
	async describe(): Promise<string> {
		await this.#panels.read();
		const { messages, panels } = this.look();
		const said = messages.map(({ author, text }) => `${author.padEnd(9)} ${text}`);
		return [...said, ...panels.map(({ title, text }) => `\n── ${title}\n${text}`), ''].join('\n');
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
	if (findPostgres() !== undefined) return openSupabaseProject();
	const { packages } = await ensurePgvector({ progress });
	return openSupabaseProject({ portable: portableAt(packages) });
}

/** @returns the environment of commands */
function prepareHome(home: string, { model, supabase }: World): NodeJS.ProcessEnv {
	rmSync(home, { recursive: true, force: true });
	mkdirSync(home, { recursive: true, mode: 0o700 });
	const folder = join(home, 'agents');
	for (const language of languages) writeAgent(language, { folder, supabase: supabase.server.url });
	return {
		...process.env,
		...{ TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' },
		...{
			TROUPE_AGENTS: folder,
			TROUPE_UNLISTED_AGENTS: 'allow',
			TROUPE_TOOL_SECRET_SUPABASE_KEY: supabaseKeys.secret,
			TROUPE_TOOL_SECRET_SUPABASE_KEY_SERVERS: '127.0.0.1',
		},
		...(model && { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` }),
	};
}

/** Types what an operator types. @returns the paths of the addresses for Z-API */
async function setUpChannels(troupe: TroupeService, { zApi, chatwoot, pipeRun, speech }: World): Promise<Record<Language, string>> {
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
	const addLine = (language: Language) => {
		const { channel, message, label } = lines[language];
		return troupe.type(
			['channel', 'add', channel, '-p', 'z-api', '-c', 'whatsapp', '--message', message, '--quiet', '3s'].concat(
				set({ instanceId, baseUrl: zApi.url }),
				['--desk', 'vendedores', '--desk-label', label, '--desk-assignee', '7', '--transcribe', 'speech', '--language', language],
			),
		);
	};
	return { pt: await addLine('pt'), en: await addLine('en') };
}

const set = (settings: Record<string, string>) => Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);

async function untilStopped(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** A hot lead from the first word to the deal in the CRM; then a person goes on, and gives the conversation back. @throws unless it happens */
async function playHotLead(phone: WhatsAppPhone, language: Language, { chatwoot, pipeRun }: World): Promise<void> {
	const { tries, thanks } = storyTexts[language];
	const readNotes = () => chatwoot.written.filter((message) => message['private'] === true).length;
	const before = { notes: readNotes(), deals: pipeRun.tables.deals.length, written: pipeRun.tables.notes.length };
	for (const name of ['burst', 'name', 'audio', 'price', 'hot'] as const) await playTry(phone, tries[name], 1);
	await until('the note', () => readNotes() === before.notes + 1);
	const { deals, notes } = pipeRun.tables;
	await until('the deal in the CRM', () => deals.length === before.deals + 1 && notes.length === before.written + 1);
	await playTry(phone, tries.takeOver, 0);
	await phone.send({ author: 'customer', text: thanks });
	await playTry(phone, tries.giveBack, 1);
}

/** Presses a button, and waits for its answers. @throws if more come */
async function playTry(phone: WhatsAppPhone, { label, messages }: PhoneState['tries'][number], answers: number): Promise<void> {
	const before = count(phone, 'agent');
	for (const message of messages) await phone.send(message);
	await until(`an answer to "${label}"`, () => count(phone, 'agent') >= before + answers);
	if (count(phone, 'agent') > before + answers) throw new Error(`"${label}" was answered more than once.`);
}

const count = (phone: WhatsAppPhone, wanted: string) => phone.messages.filter(({ author }) => author === wanted).length;

async function until(what: string, isTrue: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 60_000; !isTrue(); await wait(100))
		if (Date.now() > deadline) throw new Error(`The story waited a minute for ${what}.`);
}
