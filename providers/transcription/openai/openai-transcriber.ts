import type { AudioFile, Transcriber, Transcript, TranscriptRequest } from '../../../core/ports/channels/audios';
import { boundedText } from '../../http/bounded-body';
import { quietFetch } from '../../http/quiet-fetch';
import { officialServers } from '../../models/official-servers';
import { openAiErrors, readErrorObject } from '../../models/openai/wire/to-model-error';
import { Refusal } from '../../models/openai/wire/refusal';
import { checkSettings } from '../../models/shared/check-settings';
import type { ModelCall } from '../../models/shared/model-call';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import { malformedError, modelError, refusedError, toModelError } from '../../models/shared/to-model-error';
import { isTokenCount } from '../../../core/tokens/token-usage';

export const usualModel = 'whisper-1';
const timeoutMs = 60_000;

/** Servers detect the format by file name. */
const extensions: Record<string, string> = {
	'audio/ogg': 'ogg',
	'application/ogg': 'ogg',
	'video/ogg': 'ogg',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
	'audio/flac': 'flac',
	'audio/mp4': 'm4a',
	'audio/x-m4a': 'm4a',
	'video/mp4': 'mp4',
	'audio/webm': 'webm',
	'video/webm': 'webm',
};

export interface TranscriberOptions {
	fetch?: typeof fetch;
	timeoutMs?: number;
}

/**
 * Transcribes over OpenAI's protocol, POST /audio/transcriptions: OpenAI, Groq, or your own server. @throws TroupeError MODEL_AUTHENTICATION,
 * MODEL_BAD_REQUEST for unusable settings
 */
export function createOpenAiTranscriber(settings: ProviderSettings, model: string, options: TranscriberOptions = {}): Transcriber {
	const call: ModelCall = {
		id: `openai:${model}`,
		provider: 'The transcriber',
		settings,
		keyVariable: 'OPENAI_API_KEY',
		fixes: {
			MODEL_AUTHENTICATION: "Renew the key in the credential of the channel's transcriber.",
			MODEL_NOT_FOUND:
				'Name a model of the endpoint with --transcribe-model, and check its base URL, which for most servers ends with /v1.',
			MODEL_BAD_REQUEST: 'Ask the person to repeat it as text.',
		},
	};
	checkSettings(call);
	return {
		id: call.id,
		async transcribe(audio, request, signal) {
			const timeout = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
			try {
				const body = toForm(audio, model, request, call);
				return await post(call, body, options, AbortSignal.any([signal, timeout]));
			} catch (error) {
				if (timeout.aborted && !signal.aborted) throw modelError('MODEL_TIMEOUT', call, 'did not respond in time');
				throw toModelError(error, call, openAiErrors, signal);
			}
		},
	};
}

/** @throws TroupeError MODEL_BAD_REQUEST for an unsupported format */
function toForm({ bytes, mimeType }: AudioFile, model: string, { language }: TranscriptRequest, call: ModelCall): FormData {
	const type = mimeType.split(';')[0]!;
	const extension = extensions[type];
	if (extension === undefined) throw modelError('MODEL_BAD_REQUEST', call, `does not read audios of the type ${type}`);
	const form = new FormData();
	form.set('file', new Blob([bytes], { type }), `audio.${extension}`);
	form.set('model', model);
	form.set('response_format', 'json');
	if (language !== undefined) form.set('language', language);
	return form;
}

async function post(call: ModelCall, body: FormData, { fetch }: TranscriberOptions, signal: AbortSignal): Promise<Transcript> {
	const { apiKey, baseUrl = officialServers.openai, headers } = call.settings;
	const { origin, pathname, search } = new URL(baseUrl);
	const url = `${origin}${pathname.replace(/\/$/, '')}/audio/transcriptions${search}`;
	// As bytes: a form still being read at cancellation fails uncatchably.
	const whole = new Response(body);
	const type = whole.headers.get('content-type')!;
	const request = { method: 'POST', headers: { 'content-type': type }, body: await whole.arrayBuffer(), signal };
	const response = await quietFetch(apiKey, fetch, { readsBounded: true, headers })(url, request);
	const answer = await boundedText(response);
	if (!response.ok) throw new Refusal(response, answer);
	return readTranscript(JSON.parse(answer), call);
}

function readTranscript(answer: unknown, call: ModelCall): Transcript {
	const { text, usage, error } = (answer ?? {}) as { text?: unknown; usage?: Record<string, unknown>; error?: unknown };
	if (error) throw refusedError(readErrorObject(error), call, openAiErrors);
	if (typeof text !== 'string') throw malformedError(call, 'it has no text');
	const { input_tokens: inputTokens, output_tokens: outputTokens } = usage ?? {};
	const isTold = isTokenCount(inputTokens) && isTokenCount(outputTokens);
	return { text, ...(isTold && { usage: { inputTokens, outputTokens } }) };
}
