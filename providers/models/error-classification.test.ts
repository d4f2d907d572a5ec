/** Every refusal that a provider documents, as our code and as whether the same call may succeed later. */
import type { TroupeErrorCode } from '../../core/base/errors';
import type { ProviderName } from '../../core/ports';
import { anthropicError } from '../../sandbox/fakes/anthropic/anthropic-faults';
import type { RawReply } from '../../sandbox/fakes/fake-server';
import { googleError, googleFaults } from '../../sandbox/fakes/google/google-faults';
import { ollamaError, ollamaFaults } from '../../sandbox/fakes/ollama/ollama-faults';
import { openAiError } from '../../sandbox/fakes/openai/openai-faults';
import { openProvider } from './open-provider';

type Row = [what: string, reply: RawReply, code: TroupeErrorCode, retryable: boolean];

const openAi = (status: number, code: string | null, type = 'invalid_request_error', message = 'x') =>
	openAiError(status, message, { code, type });
const spendLimit = (code: string): RawReply => anthropicError(429, 'rate_limit_error', 'Spend limit.', {}, { error_code: code });

const tables: Array<[ProviderName, string, Row[]]> = [
	[
		'openai',
		'https://developers.openai.com/docs/guides/error-codes',
		[
			['401 invalid authentication', openAi(401, null), 'MODEL_AUTHENTICATION', false],
			['401 incorrect API key', openAi(401, 'invalid_api_key'), 'MODEL_AUTHENTICATION', false],
			['401 no member of an organization', openAi(401, 'invalid_organization'), 'MODEL_AUTHENTICATION', false],
			['401 IP not authorized', openAi(401, 'ip_not_authorized'), 'MODEL_AUTHENTICATION', false],
			['403 unsupported country', openAi(403, 'unsupported_country_region_territory'), 'MODEL_AUTHENTICATION', false],
			['404 unknown model', openAi(404, 'model_not_found'), 'MODEL_NOT_FOUND', false],
			['400 service tier', openAi(400, null, 'invalid_request_error', 'Invalid service_tier argument'), 'MODEL_BAD_REQUEST', false],
			['400 context length', openAi(400, 'context_length_exceeded'), 'MODEL_CONTEXT_TOO_LONG', false],
			['422 unprocessable', openAi(422, null), 'MODEL_BAD_REQUEST', false],
			['429 rate limit', openAi(429, 'rate_limit_exceeded', 'requests'), 'MODEL_RATE_LIMITED', true],
			['429 slow down', openAi(429, 'slow_down', 'rate_limit_error'), 'MODEL_RATE_LIMITED', true],
			['429 quota', openAi(429, 'insufficient_quota', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['429 credit balance', openAi(429, 'credit_balance_exhausted', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['429 credit balance, bare', openAi(429, 'credit_balance_exhausted', 'billing'), 'MODEL_OUT_OF_CREDIT', false],
			['429 spend limit', openAi(429, 'organization_spend_limit_exceeded', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['429 project spend limit', openAi(429, 'project_spend_limit_exceeded', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['429 usage limit', openAi(429, 'organization_usage_limit_exceeded', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['429 another kind of quota', openAi(429, 'not_known_yet', 'insufficient_quota'), 'MODEL_OUT_OF_CREDIT', false],
			['402 of a gateway', openAi(402, null), 'MODEL_OUT_OF_CREDIT', false],
			['500 server error', openAi(500, null, 'server_error'), 'MODEL_OVERLOADED', true],
			['503 overloaded', openAi(503, 'server_is_overloaded', 'service_unavailable_error'), 'MODEL_OVERLOADED', true],
			['408 of a proxy', { status: 408, body: '<html>' }, 'MODEL_TIMEOUT', true],
			['502 of a proxy', { status: 502, body: '<html>' }, 'MODEL_OVERLOADED', true],
		],
	],
	[
		'anthropic',
		'https://platform.claude.com/docs/en/api/errors',
		[
			['400 invalid request', anthropicError(400, 'invalid_request_error', 'x'), 'MODEL_BAD_REQUEST', false],
			[
				'400 prompt too long',
				anthropicError(400, 'invalid_request_error', 'prompt is too long: 2 tokens > 1 maximum'),
				'MODEL_CONTEXT_TOO_LONG',
				false,
			],
			['400 credit balance', anthropicError(400, 'invalid_request_error', 'Your credit balance is too low'), 'MODEL_OUT_OF_CREDIT', false],
			[
				'400 usage limits',
				anthropicError(400, 'invalid_request_error', 'You have reached your specified API usage limits.'),
				'MODEL_OUT_OF_CREDIT',
				false,
			],
			['401 authentication', anthropicError(401, 'authentication_error', 'x'), 'MODEL_AUTHENTICATION', false],
			['402 billing', anthropicError(402, 'billing_error', 'x'), 'MODEL_OUT_OF_CREDIT', false],
			['403 permission', anthropicError(403, 'permission_error', 'x'), 'MODEL_AUTHENTICATION', false],
			[
				'403 on hold',
				anthropicError(403, 'permission_error', 'x', {}, { error_code: 'organization_on_hold' }),
				'MODEL_AUTHENTICATION',
				false,
			],
			['404 not found', anthropicError(404, 'not_found_error', 'x'), 'MODEL_NOT_FOUND', false],
			['409 conflict', anthropicError(409, 'conflict_error', 'x'), 'MODEL_BAD_REQUEST', false],
			['413 too large', anthropicError(413, 'request_too_large', 'x'), 'MODEL_CONTEXT_TOO_LONG', false],
			['429 rate limit', anthropicError(429, 'rate_limit_error', 'x'), 'MODEL_RATE_LIMITED', true],
			['429 ramp limit', spendLimit('ramp_limit_exceeded'), 'MODEL_RATE_LIMITED', true],
			['429 contract', spendLimit('contract_spend_limit_reached'), 'MODEL_OUT_OF_CREDIT', false],
			['429 tier', spendLimit('enforced_spend_limit_reached'), 'MODEL_OUT_OF_CREDIT', false],
			['429 linked organization', spendLimit('linked_organization_spend_limit_reached'), 'MODEL_OUT_OF_CREDIT', false],
			['429 with a code of tomorrow', spendLimit('not_known_yet'), 'MODEL_RATE_LIMITED', true],
			['500 API error', anthropicError(500, 'api_error', 'x'), 'MODEL_OVERLOADED', true],
			['500 key unreachable', anthropicError(500, 'api_error', 'x', {}, { error_code: 'cmek_key_unreachable' }), 'MODEL_OVERLOADED', true],
			['504 timeout', anthropicError(504, 'timeout_error', 'x'), 'MODEL_TIMEOUT', true],
			['529 overloaded', anthropicError(529, 'overloaded_error', 'x'), 'MODEL_OVERLOADED', true],
			['502 of a proxy', { status: 502, body: '<html>' }, 'MODEL_OVERLOADED', true],
		],
	],
	[
		'google',
		'https://ai.google.dev/gemini-api/docs/generate-content/api-errors',
		[
			['400 invalid argument', googleError(400, 'x'), 'MODEL_BAD_REQUEST', false],
			['400 key invalid', googleFaults.keyInvalid(), 'MODEL_AUTHENTICATION', false],
			['400 key expired', googleError(400, 'API key expired. Please renew the API key.'), 'MODEL_AUTHENTICATION', false],
			['400 free tier abroad', googleFaults.freeTierAbroad(), 'MODEL_OUT_OF_CREDIT', false],
			['400 location', googleFaults.location(), 'MODEL_AUTHENTICATION', false],
			['400 too many tokens', googleFaults.contextTooLong(), 'MODEL_CONTEXT_TOO_LONG', false],
			['400 payload', googleError(400, 'Request payload size exceeds the limit: 20971520 bytes.'), 'MODEL_CONTEXT_TOO_LONG', false],
			['401 unauthenticated', googleError(401, 'x'), 'MODEL_AUTHENTICATION', false],
			['402 prepaid credit', googleError(402, 'x', { status: 'RESOURCE_EXHAUSTED' }), 'MODEL_OUT_OF_CREDIT', false],
			['403 permission', googleError(403, 'x'), 'MODEL_AUTHENTICATION', false],
			['403 no key', googleFaults.keyMissing(), 'MODEL_AUTHENTICATION', false],
			[
				'403 leaked key',
				googleError(403, 'Your API key was reported as leaked. Please use another API key.'),
				'MODEL_AUTHENTICATION',
				false,
			],
			['403 billing disabled', googleFaults.billingDisabled(), 'MODEL_OUT_OF_CREDIT', false],
			['404 not found', googleError(404, 'x'), 'MODEL_NOT_FOUND', false],
			['429 rate limit', googleFaults.rateLimited(), 'MODEL_RATE_LIMITED', true],
			['429 no part of the plan', googleFaults.notInThePlan(), 'MODEL_OUT_OF_CREDIT', false],
			['429 credit depleted', googleFaults.outOfCredit(), 'MODEL_OUT_OF_CREDIT', false],
			['499 cancelled', googleError(499, 'x', { status: 'CANCELLED' }), 'MODEL_OVERLOADED', true],
			['500 internal', googleFaults.serverError(), 'MODEL_OVERLOADED', true],
			['501 unimplemented', googleError(501, 'x', { status: 'UNIMPLEMENTED' }), 'MODEL_BAD_REQUEST', false],
			['503 unavailable', googleFaults.overloaded(), 'MODEL_OVERLOADED', true],
			['504 deadline', googleFaults.deadline(), 'MODEL_TIMEOUT', true],
			['502 of a proxy', googleFaults.webPage(502), 'MODEL_OVERLOADED', true],
		],
	],
	[
		'ollama',
		'https://docs.ollama.com/api/errors',
		[
			['400 bad request', ollamaError(400, 'invalid options'), 'MODEL_BAD_REQUEST', false],
			['400 context', ollamaFaults.contextTooLong(), 'MODEL_CONTEXT_TOO_LONG', false],
			['401 of the cloud', ollamaError(401, 'unauthorized'), 'MODEL_AUTHENTICATION', false],
			['403 of a proxy', ollamaError(403, 'forbidden'), 'MODEL_AUTHENTICATION', false],
			['404 not pulled', ollamaError(404, 'model "x" not found, try pulling it first'), 'MODEL_NOT_FOUND', false],
			['429 usage limit', ollamaFaults.usageLimit(), 'MODEL_RATE_LIMITED', true],
			['500 memory', ollamaFaults.outOfMemory(), 'MODEL_OVERLOADED', true],
			['500 runner', ollamaFaults.runnerStopped(), 'MODEL_OVERLOADED', true],
			['502 of the cloud', ollamaError(502, 'upstream error'), 'MODEL_OVERLOADED', true],
			['503 busy', ollamaFaults.busy(), 'MODEL_OVERLOADED', true],
		],
	],
];

describe.each(tables)('%s (%s)', (name, _source, rows) => {
	it.each(rows)('%s', async (_what, reply, code, retryable) => {
		const provider = await openProvider(name, { apiKey: 'key' }, { fetch: () => Promise.resolve(toResponse(reply)) });
		const asked = provider.chat('m').generate({ messages: [{ role: 'user', content: 'Hello' }] }, new AbortController().signal);
		await expect(asked).rejects.toMatchObject({ code, retryable, fix: expect.any(String), details: { model: `${name}:m` } });
	});
});

function toResponse({ status, headers, body }: RawReply): Response {
	const text = typeof body === 'string';
	return new Response(text ? body : JSON.stringify(body), {
		status,
		headers: { 'content-type': text ? 'text/html' : 'application/json', ...headers },
	});
}
