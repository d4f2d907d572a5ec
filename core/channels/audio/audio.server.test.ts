import { takeTurn } from '../../../test/support/channels/take-turn';
import { TroupeError } from '../../base/errors';
import { createBreakers } from '../../llm/router/breakers';
import type { AudioRules, Transcriber } from '../../ports/channels/audios';
import type { ChannelEvent } from '../../ports/channels/channel-events';
import type { ChannelRecord } from '../../ports/channels/channel-records';
import type { Channel } from '../../ports/channels/channel';
import { defaultMailboxRules, type MailboxRules } from '../../ports/channels/mailbox-rules';
import type { MediaContent, MessageContent } from '../../ports/channels/message-content';
import { systemClock } from '../../ports/host';
import { createTelegramChannel } from '../../../providers/channels/telegram/telegram-channel';
import { createWhatsAppCloudChannel } from '../../../providers/channels/whatsapp-cloud/whatsapp-cloud-channel';
import { guardedFetch } from '../../../providers/http/guarded-fetch';
import { acme, fromContact } from '../../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelStores, openChannelStores } from '../../../providers/state/channels/open-channel-stores';
import { measureAudio } from '../../../providers/transcription/measure-audio';
import { createOpenAiTranscriber } from '../../../providers/transcription/openai/openai-transcriber';
import { startTelegramServer, telegramAccount, telegramUpdates } from '../../../sandbox/fakes/channels/telegram-server';
import {
	startWhatsAppCloudServer,
	whatsAppCloudAccount,
	type WhatsAppCloudServer,
	whatsAppCloudWebhooks,
} from '../../../sandbox/fakes/channels/whatsapp-cloud-server';
import { openAiError, openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startTranscriptionServer, type TranscriptionServer } from '../../../test/fakes/openai/transcription-server';
import { voiceMessage } from '../../../test/fakes/voice-message';
import { answerUnheard } from '../answer-unheard';
import type { GivenUp } from '../failed-work';
import type { AudioParts } from './audio-parts';
import type { WorkKind } from '../../work/attempt-work';
import { doDueWork } from '../../work/work-runner';
import { forgetTexts } from './forget-texts';
import { transcribeAudios } from './transcribe-audios';
import { withBreaker } from './with-breaker';

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const audio: AudioRules = { transcriber: 'speech', language: 'pt', maxSeconds: 60, keeps: 'transcript' };
const rules: MailboxRules = { ...defaultMailboxRules, quietMs: 0, audio };

let meta: WhatsAppCloudServer;
let speech: TranscriptionServer;
beforeAll(async () => {
	[meta, speech] = await Promise.all([startWhatsAppCloudServer(), startTranscriptionServer()]);
});
afterAll(() => Promise.all([meta.close(), speech.close()]));

let stores: ChannelStores;
let now: number;
let givenUp: GivenUp[];
beforeEach(() => {
	[now, givenUp] = [Date.now(), []];
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
});
afterEach(() => stores.close());

const cloud = (): Channel => createWhatsAppCloudChannel({ baseUrl: meta.url, ...whatsAppCloudAccount }, send);
const open = (apiKey = 'sk-fake'): Transcriber => createOpenAiTranscriber({ apiKey, baseUrl: `${speech.url}/v1` }, 'whisper-1');

/** The parts of a worker; the channel is WhatsApp's own if no other one is named. */
function partsOf(changes: { channel?: Channel; transcriber?: () => Transcriber; summarize?: AudioParts['summarize'] } = {}): AudioParts {
	const { channel = cloud(), transcriber = open, summarize = () => Promise.reject(new Error('no summary is expected')) } = changes;
	const named = { tenant: 'acme', name: 'whatsapp' } as ChannelRecord;
	return {
		audios: stores.audios,
		directory: { find: () => Promise.resolve({ record: named, channel, rules }) },
		measure: measureAudio,
		openTranscriber: () => Promise.resolve().then(() => transcriber()),
		summarize,
		onGivenUp: (given) => void givenUp.push(given),
	};
}

/** @returns how many attempts there were */
async function doDue<Content>({ perform, ...kind }: Omit<WorkKind<Content>, 'onFault'>): Promise<number> {
	let attempts = 0;
	const counted: typeof perform = (...work) => {
		attempts += 1;
		return perform(...work);
	};
	const faults: unknown[] = [];
	await doDueWork({ ...kind, perform: counted, onFault: (fault) => faults.push(fault) });
	expect(faults).toEqual([]);
	return attempts;
}
const transcribe = (parts: AudioParts) => doDue(transcribeAudios(parts));
const forget = (parts: AudioParts) => doDue(forgetTexts(parts));

const speak = (reference: string, changes: Partial<MediaContent> = {}, audible = rules) =>
	stores.mailbox.apply(fromContact('', { content: [{ kind: 'audio', reference, ...changes }] }), acme, audible);
const arrive = (event?: ChannelEvent) => stores.mailbox.apply(event!, acme, rules);
const record = async () => (await stores.audios.list('acme', {}, 1))[0]!;
const text = async () => {
	const turn = await takeTurn(stores.mailbox, 'a', 60_000);
	return (turn?.messages[0]?.content[0] as MediaContent | undefined)?.transcript;
};

describe('an audio', () => {
	it('of WhatsApp comes by two requests, and what was damaged on the way is refused', async () => {
		meta.files.set('a1', voiceMessage('Bom dia', 2));
		const [event] = cloud().read({
			stored: JSON.stringify(whatsAppCloudWebhooks.of('audio', { id: 'a1', mime_type: 'audio/ogg; codecs=opus', voice: true })),
			receivedAt: now,
		});
		await arrive(event);
		expect(await transcribe(partsOf())).toBe(1);
		expect(await text()).toBe('Bom dia');
		now += 1;
		await speak('a1');
		meta.script([{ status: 200, body: { url: `${meta.url}/files/a1`, sha256: 'ab'.repeat(32) } }]);
		await transcribe(partsOf());
		expect(await record()).toMatchObject({ state: 'failed', problem: 'gone' });
	});

	it('of Telegram comes by its path, up to the limit of bots', async () => {
		const telegram = await startTelegramServer();
		telegram.files.set('v1', voiceMessage('Boa tarde', 2));
		telegram.files.set('v2', new Uint8Array(20 * 1_048_576 + 1));
		const channel = createTelegramChannel({ baseUrl: telegram.url, token: telegramAccount.token }, send);
		for (const [file, expected] of [
			['v1', { state: 'transcribed', seconds: 2 }],
			['v2', { state: 'failed', problem: 'too-large' }],
			['v3', { state: 'failed', problem: 'gone' }],
		] as const) {
			now += 1;
			const [event] = channel.read({ stored: JSON.stringify(telegramUpdates.voice(file)), receivedAt: now });
			await arrive(event);
			await transcribe(partsOf({ channel }));
			expect(await record()).toMatchObject(expected);
		}
		expect(JSON.stringify(await stores.audios.list('acme', {}, 10))).not.toContain(telegramAccount.token);
		await telegram.close();
	});

	it('that says itself that it is too long is not downloaded', async () => {
		const calls = meta.calls.length;
		await speak('a1', { seconds: 61 });
		await transcribe(partsOf());
		expect(await record()).toMatchObject({ problem: 'too-long', reason: 'It lasts 61 seconds, at most 60 are allowed.' });
		expect(meta.calls).toHaveLength(calls);
	});

	it.each([
		['cannot read', openAiError(400, 'The audio file could not be decoded.'), 'unreadable'],
		['finds too large', openAiError(413, 'Maximum content size limit exceeded'), 'too-large'],
	])('that the transcriber %s is not sent again', async (_, refusal, problem) => {
		meta.files.set('a5', voiceMessage('Alô?', 1));
		await speak('a5');
		speech.script([refusal]);
		await transcribe(partsOf());
		expect(await record()).toMatchObject({ state: 'failed', problem, seconds: 1, attempts: 1 });
	});

	it('of a channel that cannot download is gone', async () => {
		await speak('a1');
		await transcribe(partsOf({ channel: { ...cloud(), download: undefined } }));
		expect(await record()).toMatchObject({ problem: 'gone' });
	});

	it('without a text is answered by a request to write, under an ad, too', async () => {
		const ad: MessageContent = { kind: 'text', text: '[came through the ad: Presses]', origin: { via: 'ad', title: 'Presses' } };
		const unheard: MessageContent = { kind: 'audio', reference: 'a1', problem: 'gone' };
		const answer = async (...content: MessageContent[]) => {
			now += 1;
			await stores.mailbox.apply(fromContact('', { content }), acme, { ...defaultMailboxRules, quietMs: 0 });
			const turn = (await takeTurn(stores.mailbox, 'a', 60_000))!;
			const isAnswered = await answerUnheard(stores, undefined, turn, 'a');
			if (!isAnswered) await stores.mailbox.end(turn, 'a', { kind: 'done' });
			return isAnswered;
		};
		expect([await answer(unheard), await answer(ad, unheard), await answer(ad)]).toEqual([true, true, false]);
		const asked = { content: { text: expect.stringContaining('could not listen') as string } };
		expect(await stores.outbox.list('acme', {}, 9)).toMatchObject([asked, asked]);
	});

	it('is tried again with growing pauses, as the provider asks, and given up', async () => {
		meta.files.set('a2', voiceMessage('Alô?', 1));
		await speak('a2');
		speech.script([openAiFaults.rateLimited({ 'retry-after': '30' }), ...Array.from({ length: 4 }, () => openAiFaults.overloaded())]);
		const parts = partsOf();
		for (const waitMs of [30_000, 2_000, 4_000, 8_000]) {
			expect(await transcribe(parts)).toBe(1);
			now += waitMs - 1;
			expect(await transcribe(parts)).toBe(0);
			now += 1;
		}
		expect(await transcribe(parts)).toBe(1);
		expect(await transcribe(parts)).toBe(0);
		expect(await record()).toMatchObject({ state: 'failed', problem: 'unavailable', attempts: 5 });
		expect(givenUp).toMatchObject([{ what: 'audio', tenant: 'acme', reason: expect.stringMatching(/^MODEL_OVERLOADED/) as string }]);
	});

	it('is given up at once if only a person can help', async () => {
		meta.files.set('a2', voiceMessage('Alô?', 1));
		await speak('a2');
		await transcribe(partsOf({ transcriber: () => open('sk-wrong') }));
		expect(await record()).toMatchObject({
			problem: 'unavailable',
			attempts: 1,
			reason: expect.not.stringContaining('sk-wrong') as string,
		});
		await speak('a2');
		const missing = new TroupeError({ code: 'CREDENTIAL_NOT_FOUND', message: 'There is no credential "speech".', fix: 'Add it.' });
		const transcriber = () => {
			throw missing;
		};
		now += 1;
		await transcribe(partsOf({ transcriber }));
		expect(givenUp.map(({ reason }) => reason.split(':')[0])).toEqual(['MODEL_AUTHENTICATION', 'CREDENTIAL_NOT_FOUND']);
	});

	it('whose workers are killed again and again is given up, not sent to the transcriber for ever', async () => {
		meta.files.set('a3', voiceMessage('Alô?', 1));
		await speak('a3');
		for (let n = 0; n < 5; n++) {
			await stores.audios.toTranscribe.take(`killed ${n}`, { max: 1, leaseMs: 1_000 });
			now += 1_000;
		}
		const heard = speech.transcribed.length;
		await transcribe(partsOf());
		expect(await record()).toMatchObject({ problem: 'unavailable', attempts: 6 });
		expect(speech.transcribed).toHaveLength(heard);
	});
});

describe('a transcript that is not to be kept', () => {
	async function answer(keeps: AudioRules['keeps']): Promise<string> {
		meta.files.set('a4', voiceMessage('Meu nome é Maria e quero devolver a máquina', 3));
		await speak('a4', {}, { ...rules, audio: { ...audio, keeps } });
		await transcribe(partsOf());
		const turn = (await takeTurn(stores.mailbox, 'a', 60_000))!;
		await stores.mailbox.end(turn, 'a', { kind: 'done' });
		return turn.conversation.id;
	}
	const stored = async (id: string) => JSON.stringify(await stores.mailbox.readMessages('acme', id, 10));

	it('is replaced by its summary', async () => {
		const id = await answer('summary');
		const summarize = (words: string) => Promise.resolve(words.includes('devolver') ? 'Quer devolver a máquina.' : undefined);
		expect(await forget(partsOf({ summarize }))).toBe(1);
		expect(await stored(id)).toMatch(/Quer devolver/);
		expect(await stored(id)).not.toMatch(/Maria/);
	});

	it('is erased without a model, and after four attempts at a summary', async () => {
		const first = await answer('summary');
		await forget(partsOf({ summarize: () => Promise.resolve(undefined) }));
		expect(await stored(first)).not.toMatch(/Maria/);
		const second = await answer('summary');
		const overloaded = new TroupeError({ code: 'MODEL_OVERLOADED', message: 'The model is busy.', fix: 'Wait.', retryable: true });
		for (let attempt = 1; attempt <= 4; attempt++) {
			expect(await stored(second)).toMatch(/Maria/);
			await forget(partsOf({ summarize: () => Promise.reject(overloaded) }));
			now += 15_000;
		}
		expect(await stored(second)).not.toMatch(/Maria/);
		expect(givenUp).toMatchObject([{ what: 'audio', reason: expect.stringContaining('MODEL_OVERLOADED') as string }]);
	});
});

describe('a transcriber that fails too often', () => {
	it('is spared, and asked again later', async () => {
		let time = 0;
		const breaker = createBreakers({ clock: { now: () => time } }).get('speech');
		const guarded = withBreaker(open(), breaker, { now: () => time });
		const ask = () => guarded.transcribe({ bytes: voiceMessage('Alô?', 1), mimeType: 'audio/ogg', seconds: 1 }, {}, signal);
		speech.script(Array.from({ length: 5 }, () => openAiFaults.serverError()));
		for (let n = 0; n < 5; n++) await expect(ask()).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
		const calls = speech.calls.length;
		await expect(ask()).rejects.toMatchObject({ code: 'MODEL_CIRCUIT_OPEN', retryable: true, retryAfterMs: 5_000 });
		expect(speech.calls).toHaveLength(calls);
		time = 5_000;
		expect((await ask()).text).toBe('Alô?');
	});

	it('is not waited for if its key is wrong', async () => {
		const breaker = createBreakers().get('wrong');
		const guarded = withBreaker(open('sk-wrong'), breaker, systemClock);
		const ask = () => guarded.transcribe({ bytes: voiceMessage('Alô?', 1), mimeType: 'audio/ogg', seconds: 1 }, {}, signal);
		await expect(ask()).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
		await expect(ask()).rejects.toMatchObject({ code: 'MODEL_CIRCUIT_OPEN', retryable: false });
	});
});
