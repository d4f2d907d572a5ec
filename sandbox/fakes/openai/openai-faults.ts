import type { RawReply } from '../fake-server';

/** The real service's shape: `{ error: { message, type, param, code } }`. */
export function openAiError(
	status: number,
	message: string,
	fields: { type?: string; param?: string | null; code?: string | null } = {},
	headers: Record<string, string> = {},
): RawReply {
	const error = { message, type: fields.type ?? 'invalid_request_error', param: fields.param ?? null, code: fields.code ?? null };
	return { status, headers: { 'x-request-id': 'req_fake', ...headers }, body: { error } };
}

export const openAiFaults = {
	rateLimited: (headers: Record<string, string> = { 'retry-after': '1' }) =>
		openAiError(
			429,
			'Rate limit reached for requests per min (RPM): Limit 3, Used 3, Requested 1.',
			{ type: 'requests', code: 'rate_limit_exceeded' },
			{ 'x-ratelimit-limit-requests': '3', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s', ...headers },
		),
	insufficientQuota: () =>
		openAiError(429, 'You exceeded your current quota, please check your plan and billing details.', {
			type: 'insufficient_quota',
			code: 'insufficient_quota',
		}),
	contextTooLong: (limit = 128_000, used = 200_000) =>
		openAiError(
			400,
			`This model's maximum context length is ${limit} tokens. However, your messages resulted in ${used} tokens. Please reduce the length of the messages.`,
			{ param: 'messages', code: 'context_length_exceeded' },
		),
	contentFiltered: () =>
		openAiError(400, 'The response was filtered due to the prompt triggering the content management policy.', {
			param: 'prompt',
			code: 'content_filter',
		}),
	serverError: () => openAiError(500, 'The server had an error while processing your request. Sorry about that!', { type: 'server_error' }),
	overloaded: () => openAiError(503, 'The engine is currently overloaded, please try again later.', { type: 'server_error' }),
	webPage: (status = 200): RawReply => ({ status, body: '<!DOCTYPE html><html><body><h1>Welcome to the proxy</h1></body></html>' }),
	truncatedJson: (): RawReply => ({
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: '{"id":"chatcmpl-fake","object":"chat.completion","choices":[{"index":0,"mess',
	}),
};
