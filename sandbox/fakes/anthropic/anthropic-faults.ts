import type { RawReply } from '../fake-server';

/** The real service's error envelope. */
export function anthropicError(
	status: number,
	type: string,
	message: string,
	headers: Record<string, string> = {},
	details?: { error_code: string },
): RawReply {
	return {
		status,
		headers: { 'request-id': 'req_fake', ...headers },
		body: { type: 'error', error: { type, message, ...(details && { details }) }, request_id: 'req_fake' },
	};
}

/** Faults in the real service's words. */
export const anthropicFaults = {
	rateLimited: (headers: Record<string, string> = { 'retry-after': '1' }) =>
		anthropicError(429, 'rate_limit_error', "This request would exceed your organization's rate limit of 50 requests per minute.", {
			'anthropic-ratelimit-requests-limit': '50',
			'anthropic-ratelimit-requests-remaining': '0',
			...headers,
		}),
	overloaded: () => anthropicError(529, 'overloaded_error', 'Overloaded'),
	serverError: () => anthropicError(500, 'api_error', 'Internal server error'),
	outOfCredit: () =>
		anthropicError(
			400,
			'invalid_request_error',
			'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
		),
	usageLimit: () =>
		anthropicError(
			400,
			'invalid_request_error',
			'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.',
		),
	billing: () => anthropicError(402, 'billing_error', 'There is an issue with your billing or payment information.'),
	spendLimit: () =>
		anthropicError(
			429,
			'rate_limit_error',
			'Your organization has reached its spend limit.',
			{},
			{ error_code: 'contract_spend_limit_reached' },
		),
	tooLarge: () => anthropicError(413, 'request_too_large', 'Request exceeds the maximum size'),
	promptTooLong: (limit = 200_000, used = 213_462) =>
		anthropicError(400, 'invalid_request_error', `prompt is too long: ${used} tokens > ${limit} maximum`),
	forbidden: () => anthropicError(403, 'permission_error', 'Your API key does not have permission to use the specified resource.'),
	webPage: (status = 200): RawReply => ({ status, body: '<!DOCTYPE html><html><body><h1>Welcome to the proxy</h1></body></html>' }),
	truncatedJson: (): RawReply => ({
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: '{"id":"msg_fake","type":"message","role":"assistant","content":[{"ty',
	}),
};
