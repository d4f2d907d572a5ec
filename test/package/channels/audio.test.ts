/** Customers speak instead of writing: what the agent reads of it, and what they hear of what cannot be transcribed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startTranscriptionServer, type TranscriptionServer } from '../../fakes/openai/transcription-server';
import { voiceMessage } from '../../fakes/voice-message';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

let service: ChannelService;
let speech: TranscriptionServer;
/** Holds back what the transcriber understands of one audio. */
const held = new Map<string, PromiseWithResolvers<void>>();
beforeAll(async () => {
	speech = await startTranscriptionServer({
		async understand(spoken) {
			await held.get(spoken)?.promise;
			return spoken;
		},
	});
	service = await ChannelService.start(['--agent', 'shop', '--transcribe', 'speech', '--language', 'pt'], {
		async prepare(prepared) {
			const data = JSON.stringify({ apiKey: 'sk-fake', baseUrl: `${speech.url}/v1` });
			await prepared.troupe(['credentials', 'add', 'speech', '--type', 'openAiApi'], data);
		},
	});
}, 120_000);
afterAll(async () => {
	await service?.close();
	await speech?.close();
});

const askedToWrite = 'Não consegui ouvir o seu áudio. Pode repetir em texto, por favor?';
const seen = { seen: () => service.log };
const replies = (phone: string) => service.repliesTo(phone).map(({ text }) => text);
/** What the agent's model was asked, with these words. */
const asked = (words: string) => service.model.calls.map(({ body }) => JSON.stringify(body)).filter((body) => body.includes(words));
const heard = (spoken: string) => speech.transcribed.filter((one) => one.spoken === spoken);

interface Spoken {
	seconds?: number;
	/** `null`: the provider does not have it any more. */
	file?: Uint8Array | null;
}

/** A voice message at Z-API, as its webhook. */
function voice(phone: string, spoken: string, { seconds = 3, file = voiceMessage(spoken, seconds) }: Spoken = {}) {
	const path = `/media/${phone}.ogg`;
	if (file) service.whatsApp.files.set(path, file);
	return zApiWebhooks.audio(`${service.whatsApp.url}${path}`, { phone });
}

interface AudioLine {
	state: string;
	problem: string | null;
	message: string;
	isLate: boolean;
}
async function audioOf(messageId: string): Promise<AudioLine | undefined> {
	const { printed } = await service.troupe(['channel', 'log', 'sales', '--audios', '--json']);
	const lines = printed.trim().split('\n').filter(Boolean);
	return lines.map((line) => JSON.parse(line) as AudioLine).find(({ message }) => message === messageId);
}

it('a customer writes, speaks and writes: one answer to all in this order, and an audio that is delivered thrice is transcribed once', async () => {
	const phone = '5544933330001';
	const spoken = 'Quanto custa a máquina de café?';
	const audio = voice(phone, spoken);
	for (const webhook of [zApiWebhooks.text('Bom dia', { phone }), audio, audio, audio, zApiWebhooks.text('Obrigada', { phone })]) {
		expect((await service.post(webhook)).status).toBe(200);
	}
	await waitUntil('the answer', () => replies(phone).length > 0, seen);
	expect(asked(spoken)[0]).toContain(`Bom dia\\n[áudio, transcrito] ${spoken}\\nObrigada`);
	expect(heard(spoken)).toMatchObject([{ model: 'whisper-1', language: 'pt', fileName: 'audio.ogg' }]);
	expect(await audioOf(audio.messageId)).toMatchObject({
		state: 'transcribed',
		seconds: 3,
		isLate: false,
		transcriber: 'openai:whisper-1',
	});
	expect(service.log).not.toContain(spoken);
});

it.each([
	['is gone', { file: null }, 'gone', 'o arquivo não está disponível'],
	['is a web page', { file: new TextEncoder().encode('<html>expired</html>') }, 'unreadable', 'não dá para ler o arquivo'],
	['lasts longer than it says', { seconds: 301 }, 'too-long', 'é longo demais'],
	['says nothing', { file: voiceMessage(' ', 2) }, 'unintelligible', 'não se entendeu nada nele'],
])('an audio that %s: the agent is told so', async (name, options, problem, words) => {
	const phone = `55449333310${String(name.length).padStart(2, '0')}`;
	const audio = voice(phone, name, options);
	await service.post(audio);
	await service.post(zApiWebhooks.text(`It ${name}`, { phone }));
	await waitUntil('the answer', () => replies(phone).length > 0, seen);
	expect(asked(`It ${name}`)[0]).toMatch(new RegExp(`não pôde ser transcrito: ${words}.*repita por escrito`));
	expect(await audioOf(audio.messageId)).toMatchObject({ state: 'failed', problem });
	expect(heard(name)).toEqual([]);
});

it('a transcriber that does not answer: after some attempts the customer is asked to write, without a model', async () => {
	const phone = '5544933330002';
	speech.script(Array.from({ length: 5 }, () => openAiFaults.serverError()));
	const audio = voice(phone, 'Ninguém me ouve');
	await service.post(audio);
	await waitUntil('the request to write', () => replies(phone).length > 0, seen);
	expect(replies(phone)).toEqual([askedToWrite]);
	expect(asked('transcrição não está funcionando')).toEqual([]);
	await waitUntil('the end', async () => (await audioOf(audio.messageId))?.state === 'failed');
	expect(service.log).toContain('audio of a channel given up');
});

it('a slow transcriber: the turn begins after 25 seconds, and the text comes with the next one', async () => {
	const phone = '5544933330003';
	const spoken = 'How long do I have to return a grinder?';
	held.set(spoken, Promise.withResolvers());
	const audio = voice(phone, spoken);
	await service.post(audio);
	await service.post(zApiWebhooks.text('How long do I have to return a coffee machine?', { phone }));
	await waitUntil('the first answer', () => replies(phone).length === 1, { ...seen, forMs: 120_000 });
	expect(asked('transcrição ainda não está pronta')).not.toEqual([]);
	held.get(spoken)!.resolve();
	await waitUntil('the second answer', () => replies(phone).length === 2, seen);
	expect(asked(`[transcrição de um áudio que veio antes] ${spoken}`)).not.toEqual([]);
	expect(await audioOf(audio.messageId)).toMatchObject({ state: 'transcribed', isLate: true });
}, 180_000);

it('the service is killed while an audio is transcribed: another one finishes it', async () => {
	const phone = '5544933330004';
	const spoken = 'How long do I have to return a kettle?';
	held.set(spoken, Promise.withResolvers());
	await service.post(voice(phone, spoken));
	await waitUntil('the transcriber to be asked', () => heard(spoken).length === 1, seen);
	await service.kill();
	held.get(spoken)!.resolve();
	await service.serve();
	await waitUntil('the agent to be asked', () => asked(`] ${spoken}`).length > 0, { ...seen, forMs: 120_000 });
	await waitUntil('the answer', () => replies(phone).length > 0, seen);
	expect(heard(spoken)).toHaveLength(2);
}, 180_000);

it('an agent that cannot run: who sent nothing but an audio without a text is asked to write, without a model', async () => {
	const phone = '5544933330005';
	mkdirSync(join(service.home, 'agents'), { recursive: true });
	writeFileSync(join(service.home, 'agents/wrong.json'), '{}');
	const broken = ['channel', 'add', 'broken', ...service.account, '--agent', 'wrong', '--transcribe', 'speech', '--language', 'pt'];
	const added = await service.troupe(broken);
	const address = `${service.url}${added.printed.trim()}`;
	await service.post(voice(phone, 'gone', { file: null }), address);
	await waitUntil('the request to write', () => replies(phone).length > 0, seen);
	expect(replies(phone)).toEqual([askedToWrite]);
});

it('a channel that keeps no transcripts erases them when the turn is over', async () => {
	const phone = '5544933330006';
	const spoken = 'O meu CPF é segredo';
	const options = ['--agent', 'shop', '--transcribe', 'speech', '--transcripts', 'none', '--replace'];
	const added = await service.troupe(['channel', 'add', 'sales', ...service.account, ...options]);
	service.path = added.printed.trim();
	// The running service notices a changed channel after two seconds at the latest.
	const audio = voice(phone, spoken);
	await waitUntil('the new address', async () => (await service.post(audio)).status === 200, seen);
	await waitUntil('the answer', () => replies(phone).length > 0, seen);
	expect(asked(spoken)).not.toEqual([]);
	await waitUntil('the text to be erased', async () => (await audioOf(audio.messageId))?.state === 'erased', seen);
	const { printed } = await service.troupe(['channel', 'list', '--json']);
	expect(JSON.parse(printed)).toEqual(
		expect.arrayContaining([expect.objectContaining({ name: 'sales', audios: expect.objectContaining({ erased: 1 }) as object })]),
	);
});

it.each([
	[['--transcribe', 'nowhere'], 'nowhere'],
	[['--transcribe', 'speech', '--language', 'brazilian'], 'expected two lower-case letters'],
	[['--transcripts', 'none'], '--transcripts has no effect without --transcribe'],
	[['--transcribe', 'local'], 'the folder of its model'],
	[['--transcribe', 'speech', '--transcripts', 'some'], 'keep, summary, none'],
])('refuses %j with what to do instead', async (options, words) => {
	const refused = await service.troupe(['channel', 'add', 'other', ...service.account, '--agent', 'shop', ...options]);
	expect([refused.code > 0, refused.noted]).toEqual([true, expect.stringContaining(words)]);
});
