import { openAiError, openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startTranscriptionServer, type TranscriptionServer } from '../../../test/fakes/openai/transcription-server';
import { voiceMessage } from '../../../test/fakes/voice-message';
import { describeTranscriber } from '../transcriber.contract';
import { createOpenAiTranscriber } from './openai-transcriber';

let server: TranscriptionServer;
beforeAll(async () => {
	server = await startTranscriptionServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const spoken = 'Quanto custa a máquina de café?';
const audio = { bytes: voiceMessage(spoken, 3), mimeType: 'audio/ogg; codecs=opus', seconds: 3 };
const open = ({ apiKey = 'sk-fake', model = 'whisper-1', baseUrl = `${server.url}/v1`, timeoutMs = 60_000 } = {}) =>
	createOpenAiTranscriber({ apiKey, baseUrl }, model, { timeoutMs });
const transcribe = (options = {}) => open(options).transcribe(audio, {}, signal);

describeTranscriber(() => ({ transcriber: open(), audio, spoken }));

it('sends the file with its format, the model and the language', async () => {
	await open().transcribe(audio, { language: 'pt' }, signal);
	expect(server.transcribed.at(-1)).toEqual({ fileName: 'audio.ogg', model: 'whisper-1', language: 'pt', spoken });
});

it('reports the tokens that the endpoint counted, and none where it counts seconds', async () => {
	expect((await transcribe({ model: 'gpt-4o-mini-transcribe' })).usage).toEqual({ inputTokens: 30, outputTokens: spoken.length });
	expect((await transcribe()).usage).toBeUndefined();
});

it('names the key, the model or the address that is wrong', async () => {
	await expect(transcribe({ apiKey: 'sk-wrong-key' })).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION', retryable: false });
	await expect(transcribe({ apiKey: 'sk-wrong-key' })).rejects.not.toThrow(/sk-wrong-key/);
	await expect(transcribe({ model: 'whisper-9' })).rejects.toMatchObject({
		code: 'MODEL_NOT_FOUND',
		fix: expect.stringContaining('--transcribe-model') as string,
	});
	await expect(transcribe({ baseUrl: 'http://127.0.0.1:1/v1' })).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
});

it.each([
	['a rate limit', openAiFaults.rateLimited({ 'retry-after': '7' }), { code: 'MODEL_RATE_LIMITED', retryable: true, retryAfterMs: 7_000 }],
	['no credit', openAiFaults.insufficientQuota(), { code: 'MODEL_OUT_OF_CREDIT', retryable: false }],
	['a fault of the server', openAiFaults.serverError(), { code: 'MODEL_OVERLOADED', retryable: true }],
	['a file that is too large', openAiError(413, 'Maximum content size limit exceeded'), { code: 'MODEL_CONTEXT_TOO_LONG' }],
	['a web page', openAiFaults.webPage(), { code: 'MODEL_MALFORMED_RESPONSE' }],
	['an answer without a text', { status: 200, body: { words: [] } }, { code: 'MODEL_MALFORMED_RESPONSE' }],
	['a connection that ends', { status: 200, body: { text: 'x'.repeat(100) }, cutAfter: 1 }, { code: 'MODEL_UNREACHABLE', retryable: true }],
])('tells %s apart', async (_, reply, expected) => {
	server.script([reply]);
	await expect(transcribe()).rejects.toMatchObject(expected);
});

it('does not wait for ever', async () => {
	server.script([{ text: 'late', delayMs: 60_000 }]);
	await expect(transcribe({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'MODEL_TIMEOUT', retryable: true });
});
