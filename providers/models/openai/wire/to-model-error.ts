import type { TroupeErrorCode } from '../../../../core/base/errors';
import type { VendorErrors } from '../../shared/to-model-error';
import { Refusal } from './refusal';
import type { RefusedAnswer } from '../../shared/refusal-meaning';

/** https://platform.openai.com/docs/guides/error-codes, and the `error.type` of stream events. */
const codes: Record<string, TroupeErrorCode> = {
	invalid_api_key: 'MODEL_AUTHENTICATION',
	model_not_found: 'MODEL_NOT_FOUND',
	context_length_exceeded: 'MODEL_CONTEXT_TOO_LONG',
	string_above_max_length: 'MODEL_CONTEXT_TOO_LONG',
	// GitHub and llama.cpp.
	tokens_limit_reached: 'MODEL_CONTEXT_TOO_LONG',
	exceed_context_size_error: 'MODEL_CONTEXT_TOO_LONG',
	model_decommissioned: 'MODEL_NOT_FOUND',
	rate_limit_exceeded: 'MODEL_RATE_LIMITED',
	slow_down: 'MODEL_RATE_LIMITED',
	insufficient_quota: 'MODEL_OUT_OF_CREDIT',
	credit_balance_exhausted: 'MODEL_OUT_OF_CREDIT',
	organization_spend_limit_exceeded: 'MODEL_OUT_OF_CREDIT',
	project_spend_limit_exceeded: 'MODEL_OUT_OF_CREDIT',
	organization_usage_limit_exceeded: 'MODEL_OUT_OF_CREDIT',
	billing_hard_limit_reached: 'MODEL_OUT_OF_CREDIT',
	billing_not_active: 'MODEL_OUT_OF_CREDIT',
	// Moonshot, DeepSeek resellers, and LiteLLM's proxy, which answers 400.
	exceeded_current_quota_error: 'MODEL_OUT_OF_CREDIT',
	insufficient_balance: 'MODEL_OUT_OF_CREDIT',
	budget_exceeded: 'MODEL_OUT_OF_CREDIT',
	server_error: 'MODEL_OVERLOADED',
	server_is_overloaded: 'MODEL_OVERLOADED',
};

export const openAiErrors: VendorErrors = { APIError: Refusal, read, classify };

/** Reads the error object of a body; some servers send it with status 200. */
export function readErrorObject(error: unknown, status?: number, headers?: Headers): RefusedAnswer {
	const fields = (typeof error === 'object' && error !== null ? error : { message: error }) as Record<string, unknown>;
	// OpenRouter puts the status into `code`.
	const numeric = typeof fields.code === 'number' ? fields.code : undefined;
	const given = [fields.code, fields.type].filter((value): value is string => typeof value === 'string' && value !== '');
	// Unknown codes are classified by type: kinds of `insufficient_quota` keep growing.
	const code = given.find((value) => Object.hasOwn(codes, value)) ?? given[0];
	const { metadata } = fields as { metadata?: { raw?: unknown; reasons?: unknown; flagged_input?: unknown } | null };
	return {
		status: status ?? numeric,
		headers,
		code,
		// OpenRouter quotes the upstream provider.
		text: [fields.message, metadata?.raw].filter((text) => typeof text === 'string').join(': ') || undefined,
		flagged: metadata?.flagged_input !== undefined || hasInnerFilter(fields),
	};
}

/** Azure's own models. */
function hasInnerFilter({ innererror }: Record<string, unknown>): boolean {
	return (innererror as { code?: unknown } | undefined)?.code === 'ResponsibleAIPolicyViolation';
}

function read(error: Error): RefusedAnswer {
	const { error: description, status, headers } = error as Refusal;
	return { ...readErrorObject(description, status, headers), requestId: headers.get('x-request-id') };
}

function classify({ code }: RefusedAnswer): TroupeErrorCode | undefined {
	return code !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined;
}
