import type { ProviderSettings } from '../shared/provider-settings';
import { officialServers } from '../official-servers';
import { checkSettings } from '../shared/check-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { boundedText } from '../../http/bounded-body';
import { quietFetch } from '../../http/quiet-fetch';
import { Refusal } from './wire/refusal';

/**
 * Posts JSON to an API path; gets it without a body. The response body is not bounded yet. @throws Refusal for any status but success; errors of
 * fetch
 */
export type Send = (path: string, signal: AbortSignal, body?: object) => Promise<Response>;

export type Connect = (call: ModelCall) => Send;

export function openAiCall(settings: ProviderSettings, model: string): ModelCall {
	return { id: `openai:${model}`, provider: 'OpenAI', settings, keyVariable: 'OPENAI_API_KEY' };
}

export function connector(settings: ProviderSettings, options: ChatModelOptions): Connect {
	let opened: Send | undefined;
	return (call) => {
		if (!opened) checkSettings(call);
		return (opened ??= open(settings, options));
	};
}

/** Avoids the vendor's SDK, which costs more than the rest of the call (docs/decisions/models/0050). */
function open({ apiKey, baseUrl = officialServers.openai, headers }: ProviderSettings, { fetch }: ChatModelOptions): Send {
	const send = quietFetch(apiKey, fetch, { readsBounded: true, headers });
	// Some servers require a query, such as `?api-version=…`.
	const { origin, pathname, search } = new URL(baseUrl);
	const base = origin + pathname.replace(/\/$/, '');
	return async (path, signal, body) => {
		const response = await send(base + path + search, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
			body: JSON.stringify(body),
			signal,
		});
		if (response.ok) return response;
		throw new Refusal(response, await boundedText(response));
	};
}
