import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { VendorErrors } from '../../shared/to-model-error';
import { GoogleRefusal, type RpcStatus } from './refusal';
import type { RefusedAnswer } from '../../shared/refusal-meaning';

/** google.rpc.ErrorInfo, https://docs.cloud.google.com/apis/design/errors and googleapis' error_reason.proto. */
const reasons: Record<string, TroupeErrorCode> = {
	API_KEY_INVALID: 'MODEL_AUTHENTICATION',
	API_KEY_EXPIRED: 'MODEL_AUTHENTICATION',
	API_KEY_SERVICE_BLOCKED: 'MODEL_AUTHENTICATION',
	API_KEY_HTTP_REFERRER_BLOCKED: 'MODEL_AUTHENTICATION',
	API_KEY_IP_ADDRESS_BLOCKED: 'MODEL_AUTHENTICATION',
	CREDENTIALS_MISSING: 'MODEL_AUTHENTICATION',
	SERVICE_DISABLED: 'MODEL_AUTHENTICATION',
	CONSUMER_SUSPENDED: 'MODEL_AUTHENTICATION',
	CONSUMER_INVALID: 'MODEL_AUTHENTICATION',
	BILLING_DISABLED: 'MODEL_OUT_OF_CREDIT',
	RATE_LIMIT_EXCEEDED: 'MODEL_RATE_LIMITED',
};

/** https://ai.google.dev/gemini-api/docs/troubleshooting and google.rpc.Code. */
const statuses: Record<string, TroupeErrorCode> = {
	INVALID_ARGUMENT: 'MODEL_BAD_REQUEST',
	FAILED_PRECONDITION: 'MODEL_BAD_REQUEST',
	OUT_OF_RANGE: 'MODEL_BAD_REQUEST',
	UNIMPLEMENTED: 'MODEL_BAD_REQUEST',
	UNAUTHENTICATED: 'MODEL_AUTHENTICATION',
	PERMISSION_DENIED: 'MODEL_AUTHENTICATION',
	NOT_FOUND: 'MODEL_NOT_FOUND',
	RESOURCE_EXHAUSTED: 'MODEL_RATE_LIMITED',
	ABORTED: 'MODEL_OVERLOADED',
	CANCELLED: 'MODEL_OVERLOADED',
	INTERNAL: 'MODEL_OVERLOADED',
	UNKNOWN: 'MODEL_OVERLOADED',
	UNAVAILABLE: 'MODEL_OVERLOADED',
	DEADLINE_EXCEEDED: 'MODEL_TIMEOUT',
};

const worded: Array<[of: string, words: RegExp, code: TroupeErrorCode]> = [
	['INVALID_ARGUMENT', /API key/i, 'MODEL_AUTHENTICATION'],
	['FAILED_PRECONDITION', /billing|free tier/i, 'MODEL_OUT_OF_CREDIT'],
	['FAILED_PRECONDITION', /location is not supported/i, 'MODEL_AUTHENTICATION'],
	// A quota of zero: the plan does not include this model. Other quotas are used up, not exceeded for a moment.
	[
		'RESOURCE_EXHAUSTED',
		/limit: 0\b|credits? (are|is|has been|have been) (depleted|exhausted)|spend(ing)? (cap|limit)/i,
		'MODEL_OUT_OF_CREDIT',
	],
];

export const googleErrors: VendorErrors = {
	APIError: GoogleRefusal,
	read,
	classify,
};

function read(error: Error): RefusedAnswer {
	const { status, error: rpc, headers } = error as GoogleRefusal;
	const code = findDetail(rpc, 'ErrorInfo')?.reason;
	return {
		status: status ?? rpc.code,
		headers: addRetryDelay(headers, findDetail(rpc, 'RetryInfo')?.retryDelay),
		code: typeof code === 'string' && Object.hasOwn(reasons, code) ? code : rpc.status,
		text: typeof rpc.message === 'string' ? rpc.message : undefined,
	};
}

function classify({ status, code, text = '' }: RefusedAnswer): TroupeErrorCode | undefined {
	// Also a RESOURCE_EXHAUSTED, but waiting does not help.
	if (status === 402) return 'MODEL_OUT_OF_CREDIT';
	const said = worded.find(([of, words]) => of === code && words.test(text));
	if (said) return said[2];
	if (code === undefined) return undefined;
	return Object.hasOwn(reasons, code) ? reasons[code] : Object.hasOwn(statuses, code) ? statuses[code] : undefined;
}

function findDetail({ details }: RpcStatus, type: string): Record<string, unknown> | undefined {
	if (!Array.isArray(details)) return undefined;
	return details.find((detail) => String((detail as Record<string, unknown> | null)?.['@type']).endsWith(`google.rpc.${type}`));
}

/** Delay in seconds with an `s`, unless a gateway set a header. */
function addRetryDelay(headers: Headers | undefined, delay: unknown): Headers | undefined {
	const [, seconds] = typeof delay === 'string' ? (/^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(delay) ?? []) : [];
	if (seconds === undefined || headers?.has('retry-after') || headers?.has('retry-after-ms')) return headers;
	return new Headers({ 'retry-after-ms': String(Number(seconds) * 1000) });
}
