import type Anthropic from '@anthropic-ai/sdk';
import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { VendorErrors } from '../../shared/to-model-error';
import type { RefusedAnswer } from '../../shared/refusal-meaning';

/** https://platform.claude.com/docs/en/api/errors: `error.details.error_code`, else `error.type`. */
const codes: Record<string, TroupeErrorCode> = {
	contract_spend_limit_reached: 'MODEL_OUT_OF_CREDIT',
	enforced_spend_limit_reached: 'MODEL_OUT_OF_CREDIT',
	linked_organization_spend_limit_reached: 'MODEL_OUT_OF_CREDIT',
	linked_organization_billing_unavailable: 'MODEL_OUT_OF_CREDIT',
	ramp_limit_exceeded: 'MODEL_RATE_LIMITED',
	cmek_key_unreachable: 'MODEL_OVERLOADED',
	cmek_context_unavailable: 'MODEL_OVERLOADED',
	organization_on_hold: 'MODEL_AUTHENTICATION',
	authentication_error: 'MODEL_AUTHENTICATION',
	permission_error: 'MODEL_AUTHENTICATION',
	billing_error: 'MODEL_OUT_OF_CREDIT',
	not_found_error: 'MODEL_NOT_FOUND',
	request_too_large: 'MODEL_CONTEXT_TOO_LONG',
	rate_limit_error: 'MODEL_RATE_LIMITED',
	timeout_error: 'MODEL_TIMEOUT',
	api_error: 'MODEL_OVERLOADED',
	overloaded_error: 'MODEL_OVERLOADED',
};

/** A plain `invalid_request_error`, identified by its words (anthropic-sdk-typescript 618). */
const worded: Array<[RegExp, TroupeErrorCode]> = [[/credit balance is too low|usage limits?\b/i, 'MODEL_OUT_OF_CREDIT']];

export function anthropicErrors(sdk: typeof Anthropic): VendorErrors {
	return {
		APIError: sdk.APIError,
		APIConnectionError: sdk.APIConnectionError,
		APIConnectionTimeoutError: sdk.APIConnectionTimeoutError,
		read,
		classify,
	};
}

function read(error: Error): RefusedAnswer {
	const { status, headers, errorCode, type, apiMessage, requestID } = error as InstanceType<typeof Anthropic.APIError>;
	return {
		status,
		headers,
		// "Treat an unrecognized error_code as the bare type."
		code: errorCode !== null && Object.hasOwn(codes, errorCode) ? errorCode : (type ?? undefined),
		text: typeof apiMessage === 'string' ? apiMessage : undefined,
		requestId: requestID,
	};
}

function classify({ code, text }: RefusedAnswer): TroupeErrorCode | undefined {
	if (code !== undefined && Object.hasOwn(codes, code)) return codes[code];
	return code === 'invalid_request_error' ? worded.find(([words]) => words.test(text ?? ''))?.[1] : undefined;
}
