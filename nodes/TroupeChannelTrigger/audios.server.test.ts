import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { rawAnswer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { startTranscriptionServer, type TranscriptionServer } from '../../test/fakes/openai/transcription-server';
import { voiceMessage } from '../../test/fakes/voice-message';
import { callTrigger, startTrigger } from '../../test/support/channels/channel-trigger';
import { waitUntil } from '../../test/support/wait-until';
import { zApiCredential } from '../../test/support/n8n/channel-account';
import { failed, type FakeTrigger, fakeTriggerFunctions, succeeded } from '../../test/support/n8n/fake-trigger-functions';
import { startTest } from './test-turn';

let home: string;
let zApi: ZApiServer;
let speech: TranscriptionServer;
/** The transcriber answers when this resolves. */
let held = Promise.resolve();
const understand = async (spoken: string) => (await held, spoken);
const open: Array<() => Promise<void>> = [];
beforeAll(async () => void ([zApi, speech] = await Promise.all([startZApiServer(), startTranscriptionServer({ understand })])));
afterAll(() => Promise.all([zApi.close(), speech.close()]));
beforeEach(() => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-audios-'));
	speech.transcribed.length = zApi.sent.length = 0;
	held = Promise.resolve();
});
afterEach(async () => {
	for (const close of open.splice(0)) await close();
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const askedToWrite = 'Não consegui ouvir o seu áudio. Pode repetir em texto, por favor?';

const about = (transcription: IDataObject = {}, more: Partial<FakeTrigger> = {}): FakeTrigger => ({
	node: { id: 'n1', name: 'Trigger', type: 'n8n-nodes-troupe.troupeChannelTrigger' },
	workflow: async () => succeeded([]),
	parameters: { channel: 'sales', audios: 'transcribe', transcription, options: { quiet: 0, maxQuiet: 20, attempts: 1 } },
	...more,
	credentials: {
		troupeChannelApi: zApiCredential({ ...zApiAccount, baseUrl: zApi.url }),
		troupeOpenAiApi: { apiKey: 'sk-fake', baseUrl: `${speech.url}/v1` },
		...more.credentials,
	},
});

async function publish(transcription: IDataObject = {}, more: Partial<FakeTrigger> = {}) {
	const items: IDataObject[] = [];
	const workflow = more.workflow ?? (async () => succeeded([]));
	const options = about(transcription, { ...more, workflow: async (item) => (items.push(item), workflow(item)) });
	const { close, warnings } = await startTrigger(options);
	open.push(close);
	const say = async (spoken: string | null, path = '/media/a.ogg') => {
		if (spoken !== null) zApi.files.set(path, voiceMessage(spoken, 3));
		expect((await callTrigger(options, zApiWebhooks.audio(zApi.url + path), {})).status).toBe(200);
	};
	const write = async (text: string) => expect((await callTrigger(options, zApiWebhooks.text(text), {})).status).toBe(200);
	const turn = () => waitUntil('a turn', () => items[0], { seen: () => warnings });
	return { items, say, write, turn };
}

const speak = async (locale: string) =>
	(await openTenants({ stateFolder: home }))!.set({ name: 'default', rules: { locale }, changedAt: 0, changedBy: 'ana' });

const stored = async () => {
	const { audios } = await openChannels({ stateFolder: home });
	return audios.list('default', {}, 9);
};

async function readConversation(): Promise<string> {
	const { mailbox } = await openChannels({ stateFolder: home });
	const [conversation] = await mailbox.list('default', {}, 1);
	return JSON.stringify(await mailbox.readMessages('default', conversation!.id, 9));
}

describe('an audio', () => {
	it('is in the turn as text, by the endpoint, model and language of the node', async () => {
		const { say, turn } = await publish({ model: 'gpt-4o-mini-transcribe', language: 'pt' });
		await say('Quanto custa a prensa?');
		expect(await turn()).toMatchObject({
			chatInput: '[áudio, transcrito] Quanto custa a prensa?',
			transcript: 'Quanto custa a prensa?',
			messages: [{ content: [{ kind: 'audio', transcript: 'Quanto custa a prensa?' }] }],
		});
		expect(speech.transcribed).toMatchObject([{ model: 'gpt-4o-mini-transcribe', language: 'pt' }]);
	});

	it.each([
		['node', { language: 'pt' }, 'en'],
		['tenant', {}, 'pt-BR'],
	])(
		'that cannot be understood is asked for again, by the agent and by us if the workflow fails, as the %s speaks',
		async (_whose, node, locale) => {
			const understood = Promise.withResolvers<void>();
			held = understood.promise;
			await speak(locale);
			const { say, write, turn } = await publish(node, { workflow: async () => failed('no model') });
			await say(' ');
			await write('É urgente');
			understood.resolve();
			const item = await turn();
			expect(item).toMatchObject({ transcript: null, messages: [{ content: [{ problem: 'unintelligible' }] }, {}] });
			expect(item['chatInput']).toMatch(/Peça à pessoa que repita por escrito[^]*É urgente/);
			await waitUntil('the last words', () => zApi.sent.length > 0);
			expect(zApi.sent.map(({ body }) => body['message'])).toEqual([askedToWrite]);
		},
	);

	it.each([
		['cannot be had', {}, null],
		['is longer than allowed', { seconds: 2 }, 'Uma longa história'],
	])('that %s and comes alone: the customer is asked to write, without a workflow', async (_what, transcription, spoken) => {
		const { items, say } = await publish({ ...transcription, language: 'pt' });
		await say(spoken, '/media/alone.ogg');
		await waitUntil('the request to write', () => zApi.sent.length > 0);
		expect(zApi.sent.map(({ body }) => body['message'])).toEqual([askedToWrite]);
		expect([items, speech.transcribed]).toEqual([[], []]);
	});

	it('leaves nothing behind, where the node says so', async () => {
		const { say, turn } = await publish({ keeps: 'nothing' });
		await say('O preço é segredo');
		expect((await turn())['transcript']).toBe('O preço é segredo');
		await waitUntil('the text to be erased', async () => (await stored())[0]?.state === 'erased', { seen: stored });
		expect(await readConversation()).not.toContain('segredo');
	});

	it('leaves a summary behind, by a model of the same endpoint', async () => {
		const model = await startOpenAiServer({ respond: () => ({ text: 'A pessoa quer um preço.' }) });
		const endpoint = await startFakeServer(async ({ path, headers, bytes }) => {
			const server = path.startsWith('/v1/audio/') ? speech : model;
			const own = { authorization: headers.authorization!, 'content-type': headers['content-type']! };
			const answer = await fetch(server.url + path, { method: 'POST', headers: own, body: bytes as Uint8Array<ArrayBuffer> });
			return rawAnswer({ status: answer.status, body: await answer.json() });
		});
		open.push(
			() => model.close(),
			() => endpoint.close(),
		);
		const credentials = { troupeOpenAiApi: { apiKey: 'sk-fake', baseUrl: `${endpoint.url}/v1` } };
		const { say, turn } = await publish({ keeps: 'summary', summaryModel: 'o4-mini' }, { credentials });
		await say('O preço é segredo');
		expect((await turn())['transcript']).toBe('O preço é segredo');
		await waitUntil('the summary', async () => (await stored())[0]?.state === 'summarized', { seen: stored });
		expect(await readConversation()).toContain('A pessoa quer um preço.');
		expect(await readConversation()).not.toContain('segredo');
		expect(new Set(model.calls.map(({ body }) => (body as { model: string }).model))).toEqual(new Set(['o4-mini']));
	});

	it('has its text in a test of the editor too', async () => {
		await speak('pt-BR');
		zApi.files.set('/media/t.ogg', voiceMessage('Isto é um teste', 3));
		const test = about({}, { mode: 'manual' });
		const { status, returned } = await callTrigger(test, zApiWebhooks.audio(`${zApi.url}/media/t.ogg`), {});
		expect([status, returned.workflowData]).toEqual([200, [[{ json: {} }]]]);
		const items: IDataObject[] = [];
		const { context } = fakeTriggerFunctions({ ...test, workflow: async (item) => (items.push(item), succeeded([])) });
		await startTest(context).manualTriggerFunction!();
		expect(items).toMatchObject([{ chatInput: '[áudio, transcrito] Isto é um teste', transcript: 'Isto é um teste' }]);
	});
});

it.each<[string, IDataObject, Partial<FakeTrigger>, string]>([
	['a language that does not exist', { language: 'Portuguese' }, {}, '"Portuguese" is not the code of a language'],
	['an endpoint without key and address', {}, { credentials: { troupeOpenAiApi: {} } }, 'has neither an API key nor a base URL'],
])('the workflow is not published with %s', async (_what, transcription, more, message) => {
	await expect(startTrigger(about(transcription, more))).rejects.toThrow(message);
});
