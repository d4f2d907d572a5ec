import { type FakeCall, type FakeServer, rawAnswer, type RawReply, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { readSpoken } from '../voice-message';
import { openAiError } from '../../../sandbox/fakes/openai/openai-faults';

export interface FakeTranscriptionOptions {
	/** Default: `sk-fake`. */
	key?: string;
	/** Default: `whisper-1` and `gpt-4o-mini-transcribe`. */
	models?: string[];
	/** What it understands, when it is ready. Default: what was said, at once. */
	understand?: (spoken: string) => string | Promise<string>;
}

/** What a request had, as it was understood. */
export interface Transcribed {
	fileName: string;
	model: string;
	language: string | null;
	spoken: string;
}

export interface TranscriptionServer extends FakeServer {
	readonly transcribed: Transcribed[];
}

const maxBytes = 25 * 1_048_576;
const formats = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];
/** The first bytes of the formats, wherever their name says something else. */
const beginnings = [/^OggS/, /^RIFF/, /^fLaC/, /^ID3/, /^\xff[\xe2-\xff]/, /^....ftyp/s, /^.\x45\xdf\xa3/s];

/** Starts a stand-in of OpenAI's POST /v1/audio/transcriptions, and of GET /v1/models, by which keys are checked. It understands the voice messages of `voiceMessage` and refuses what OpenAI refuses. */
export async function startTranscriptionServer(options: FakeTranscriptionOptions = {}): Promise<TranscriptionServer> {
	const transcribed: Transcribed[] = [];
	const { key = 'sk-fake', models = ['whisper-1', 'gpt-4o-mini-transcribe'] } = options;
	const server = await startFakeServer(async (call, nextReply) => {
		const refused = refuseAccess(call, key);
		if (refused) return rawAnswer(refused);
		if (call.method === 'GET')
			return rawAnswer({ status: 200, body: { object: 'list', data: models.map((id) => ({ id, object: 'model' })) } });
		const read = await readForm(call, models);
		if ('status' in read) return rawAnswer(read);
		transcribed.push(read);
		const reply = nextReply();
		if (reply && 'status' in reply) return rawAnswer(reply);
		const text = reply?.text ?? (await (options.understand ?? String)(read.spoken));
		return rawAnswer({ status: 200, body: { text, usage: usageOf(read) }, delayMs: reply?.delayMs });
	});
	return { ...server, transcribed };
}

function refuseAccess({ method, path, headers }: FakeCall, key: string): RawReply | undefined {
	if (!['POST /v1/audio/transcriptions', 'GET /v1/models'].includes(`${method} ${path}`)) {
		return openAiError(404, `Invalid URL (${method} ${path})`, { code: 'unknown_url' });
	}
	if (headers.authorization === `Bearer ${key}`) return undefined;
	return openAiError(401, `Incorrect API key provided: ${headers.authorization?.slice('Bearer '.length)}.`, { code: 'invalid_api_key' });
}

async function readForm({ headers, bytes }: FakeCall, models: string[]): Promise<Transcribed | RawReply> {
	if (!headers['content-type']?.startsWith('multipart/form-data; boundary=')) {
		return openAiError(400, "Could not parse multipart form: the request's Content-Type isn't multipart/form-data.");
	}
	const init = { headers: { 'content-type': headers['content-type'] } };
	const form = await new Response(bytes as Uint8Array<ArrayBuffer>, init).formData();
	const [file, model, language, format] = ['file', 'model', 'language', 'response_format'].map((name) => form.get(name));
	if (!(file instanceof File)) return openAiError(400, "Missing required parameter: 'file'.", { param: 'file' });
	if (file.size > maxBytes) {
		return openAiError(413, `Maximum content size limit (${maxBytes}) exceeded (${file.size} bytes read)`, { type: 'server_error' });
	}
	if (typeof model !== 'string') return openAiError(400, "Missing required parameter: 'model'.", { param: 'model' });
	if (!models.includes(model)) {
		return openAiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, { code: 'model_not_found' });
	}
	if (typeof language === 'string' && !/^[a-z]{2}$/.test(language)) {
		return openAiError(400, `Invalid language '${language}'. Language parameter must be specified in ISO-639-1 format.`, {
			param: 'language',
		});
	}
	if (typeof format === 'string' && !['json', 'text'].includes(format)) {
		return openAiError(400, `response_format '${format}' is not compatible with model '${model}'.`, { param: 'response_format' });
	}
	return understand(file, model, language as string | null);
}

async function understand(file: File, model: string, language: string | null): Promise<Transcribed | RawReply> {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const isKnown = formats.includes(file.name.split('.').at(-1) ?? '');
	const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
	if (!isKnown || !beginnings.some((beginning) => beginning.test(start))) {
		return openAiError(400, `Invalid file format. Supported formats: ['${formats.join("', '")}']`, { type: 'invalid_request_error' });
	}
	const spoken = readSpoken(bytes);
	if (spoken === undefined) {
		return openAiError(400, 'The audio file could not be decoded or its format is not supported.', { type: 'invalid_request_error' });
	}
	return { fileName: file.name, model, language, spoken };
}

/** `whisper-1` is billed by duration, later models by tokens. */
const usageOf = ({ model, spoken }: Transcribed): object =>
	model === 'whisper-1'
		? { type: 'duration', seconds: 3 }
		: { type: 'tokens', input_tokens: 30, output_tokens: spoken.length, total_tokens: 30 + spoken.length };
