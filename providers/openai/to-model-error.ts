import type OpenAI from 'openai';
import type { TroupeErrorCode } from '../../core/errors';
import type { RefusedAnswer, VendorErrors } from '../shared/to-model-error';

/** https://platform.openai.com/docs/guides/error-codes, and what stands in `error.type` of stream events. */
const codes: Record<string, TroupeErrorCode> = {
	invalid_api_key: 'MODEL_AUTHENTICATION',
	model_not_found: 'MODEL_NOT_FOUND',
	context_length_exceeded: 'MODEL_CONTEXT_TOO_LONG',
	string_above_max_length: 'MODEL_CONTEXT_TOO_LONG',
	rate_limit_exceeded: 'MODEL_RATE_LIMITED',
	insufficient_quota: 'MODEL_OUT_OF_CREDIT',
	billing_hard_limit_reached: 'MODEL_OUT_OF_CREDIT',
	billing_not_active: 'MODEL_OUT_OF_CREDIT',
	server_error: 'MODEL_OVERLOADED',
};

/** Compatible servers (vLLM, llama.cpp, LM Studio) give no code for it. */
const contextTooLong = /maximum context length|context (size|window|length)/i;

/** How OpenAI's SDK, and the servers that speak its protocol, tell of a refusal. */
export function openAiErrors(sdk: typeof OpenAI): VendorErrors {
	return {
		APIError: sdk.APIError,
		APIConnectionError: sdk.APIConnectionError,
		APIConnectionTimeoutError: sdk.APIConnectionTimeoutError,
		read,
		codeOf,
	};
}

/** The error object of a body: some servers answer 200 with it. */
export function readErrorObject(error: unknown, status?: number, headers?: Headers): RefusedAnswer {
	const fields = (typeof error === 'object' && error !== null ? error : { message: error }) as Record<string, unknown>;
	// OpenRouter puts the status where others have a code.
	const numeric = typeof fields.code === 'number' ? fields.code : undefined;
	const code = [fields.code, fields.type].find((value) => typeof value === 'string' && value !== '') as string | undefined;
	return { status: status ?? numeric, headers, code, text: typeof fields.message === 'string' ? fields.message : undefined };
}

function read(error: Error): RefusedAnswer {
	const refused = error as InstanceType<typeof OpenAI.APIError>;
	return { ...readErrorObject(refused.error, refused.status, refused.headers), requestId: refused.requestID };
}

function codeOf({ code, status, text }: RefusedAnswer): TroupeErrorCode | undefined {
	if (code !== undefined && Object.hasOwn(codes, code)) return codes[code];
	return (status === 400 || status === 422) && contextTooLong.test(text ?? '') ? 'MODEL_CONTEXT_TOO_LONG' : undefined;
}
