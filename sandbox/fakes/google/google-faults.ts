import type { RawReply } from '../fake-server';

const statuses: Record<number, string> = {
	400: 'INVALID_ARGUMENT',
	401: 'UNAUTHENTICATED',
	403: 'PERMISSION_DENIED',
	404: 'NOT_FOUND',
	429: 'RESOURCE_EXHAUSTED',
	500: 'INTERNAL',
	503: 'UNAVAILABLE',
	504: 'DEADLINE_EXCEEDED',
};

export function googleError(
	code: number,
	message: string,
	more: { status?: string; details?: object[]; headers?: Record<string, string> } = {},
): RawReply {
	const { status = statuses[code], details } = more;
	return { status: code, headers: more.headers, body: { error: { code, message, status, ...(details && { details }) } } };
}

function errorInfo(reason: string): object {
	return {
		'@type': 'type.googleapis.com/google.rpc.ErrorInfo',
		reason,
		domain: 'googleapis.com',
		metadata: { service: 'generativelanguage.googleapis.com' },
	};
}

const quota = (limit: number) =>
	`You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: ${limit}, model: gemini-3.8-flash`;

export const googleFaults = {
	keyInvalid: () => googleError(400, 'API key not valid. Please pass a valid API key.', { details: [errorInfo('API_KEY_INVALID')] }),
	keyMissing: () =>
		googleError(
			403,
			"Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
		),
	rateLimited: (retryDelay = '2s') =>
		googleError(429, quota(10), {
			details: [
				{
					'@type': 'type.googleapis.com/google.rpc.QuotaFailure',
					violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier', quotaValue: '10' }],
				},
				{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
			],
		}),
	notInThePlan: () => googleError(429, quota(0)),
	outOfCredit: () => googleError(429, 'Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.'),
	billingDisabled: () => googleError(403, 'This API method requires billing to be enabled.', { details: [errorInfo('BILLING_DISABLED')] }),
	freeTierAbroad: () =>
		googleError(400, 'Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio.', {
			status: 'FAILED_PRECONDITION',
		}),
	location: () => googleError(400, 'User location is not supported for the API use.', { status: 'FAILED_PRECONDITION' }),
	contextTooLong: (limit = 1_048_576, used = 1_200_000) =>
		googleError(400, `The input token count (${used}) exceeds the maximum number of tokens allowed (${limit}).`),
	serverError: () =>
		googleError(
			500,
			'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
		),
	overloaded: () => googleError(503, 'The model is overloaded. Please try again later.'),
	deadline: () => googleError(504, 'Deadline expired before operation could complete.'),
	webPage: (status = 200): RawReply => ({ status, body: '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>' }),
};
