/** Every refusal that a provider documents, as our code and as whether the same call may succeed later. */
import type { TroupeErrorCode } from '../../core/base/errors';
import type { ChatPart } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { anthropicError } from '../../sandbox/fakes/anthropic/anthropic-faults';
import type { RawReply } from '../../sandbox/fakes/fake-server';
import { googleError, googleFaults } from '../../sandbox/fakes/google/google-faults';
import { ollamaError, ollamaFaults } from '../../sandbox/fakes/ollama/ollama-faults';
import { openAiError } from '../../sandbox/fakes/openai/openai-faults';
import { openProvider } from './open-provider';

type Row = [what: string, reply: RawReply, code: TroupeErrorCode, retryable: boolean];

const openAi = (status: number, code: string | null, type = 'invalid_request_error', message = 'x') =>
	openAiError(status, message, { code, type });
const minimax = (status_code: number, status_msg: string): RawReply => ({
	status: 200,
	body: { choices: null, base_resp: { status_code, status_msg } },
});
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
			[
				'500 without money (MiniMax-AI/MiniMax-M2#62)',
				openAi(500, null, 'api_error', 'insufficient balance (1008)'),
				'MODEL_OUT_OF_CREDIT',
				false,
			],
			[
				'429 without money (modelscope/modelscope#1691)',
				openAi(429, null, 'insufficient_balance_error', 'insufficient balance (1008)'),
				'MODEL_OUT_OF_CREDIT',
				false,
			],
			['200 of MiniMax without money', minimax(1008, 'insufficient balance'), 'MODEL_OUT_OF_CREDIT', false],
			['200 of MiniMax without a key', minimax(2049, 'invalid api key'), 'MODEL_AUTHENTICATION', false],
			['200 of MiniMax too often', minimax(1002, 'rate limit exceeded(RPM)'), 'MODEL_RATE_LIMITED', true],
			['402 of a gateway', openAi(402, null), 'MODEL_OUT_OF_CREDIT', false],
			['500 server error', openAi(500, null, 'server_error'), 'MODEL_OVERLOADED', true],
			['503 overloaded', openAi(503, 'server_is_overloaded', 'service_unavailable_error'), 'MODEL_OVERLOADED', true],
			...[
				"This model's maximum prompt length is 131072 but the request contains 200000 tokens.",
				"This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.",
				'Prompt contains 40000 tokens, too large for model with 32768 maximum context length',
				'the request exceeds the available context size. try increasing the context size or enable context shift',
				'Input validation error: `inputs` must have less than 4096 tokens. Given: 5000',
				'Invalid request: Your request exceeded model token limit: 8192',
				'Range of input length should be [1, 30720]',
				'Input is too long for requested model.',
				'Request body too large for gpt-4o model. Max size: 8000 tokens.',
				'Please reduce the length of the messages or completion.',
				'length of prompt_tokens (9000) must be less than max_seq_len (8192).',
				'Prompt 超长',
				'输入的文本长度超过模型的限制',
			].map((message): Row => [
				`400 ${message.slice(0, 60)}`,
				openAi(400, null, 'invalid_request_error', message),
				'MODEL_CONTEXT_TOO_LONG',
				false,
			]),
			[
				'400 of xAI, with a text as its error',
				{
					status: 400,
					body: {
						code: 'Client specified an invalid argument',
						error: "This model's maximum prompt length is 8 but the request contains 9 tokens.",
					},
				},
				'MODEL_CONTEXT_TOO_LONG',
				false,
			],
			[
				'400 of a limit of the answer',
				openAi(400, null, 'invalid_request_error', 'max_tokens is too large: 5000. This model supports at most 4096 completion tokens.'),
				'MODEL_BAD_REQUEST',
				false,
			],
			[
				'413 of Groq (HunorLaczko/ha-groq-cloud-api#27)',
				openAi(
					413,
					'rate_limit_exceeded',
					'tokens',
					'Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 9000',
				),
				'MODEL_CONTEXT_TOO_LONG',
				false,
			],
			[
				'429 of a single request over the quota (vanna-ai/vanna-flask#11)',
				openAi(
					429,
					'rate_limit_exceeded',
					'tokens',
					'Request too large for m on tokens per min (TPM): Limit 30000, Requested 40000. The input or output tokens must be reduced in order to run successfully.',
				),
				'MODEL_CONTEXT_TOO_LONG',
				false,
			],
			[
				'429 of tokens in a minute',
				openAi(
					429,
					'rate_limit_exceeded',
					'tokens',
					'Rate limit reached on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000.',
				),
				'MODEL_RATE_LIMITED',
				true,
			],
			[
				'400 of a provider behind OpenRouter',
				{
					status: 400,
					body: {
						error: {
							code: 400,
							message: 'Provider returned error',
							metadata: { raw: '{"error":{"message":"prompt is too long: 9 tokens > 8 maximum"}}' },
						},
					},
				},
				'MODEL_CONTEXT_TOO_LONG',
				false,
			],
			[
				'400 of a wrong key at xAI',
				{ status: 400, body: { code: 'x', error: 'Incorrect API key provided.' } },
				'MODEL_AUTHENTICATION',
				false,
			],
			[
				'400 of a model that does not exist',
				openAi(400, 'invalid_request_error', 'invalid_request_error', 'Model Not Exist'),
				'MODEL_NOT_FOUND',
				false,
			],
			['403 without credit', openAi(403, null, 'x', 'Your team has used all available credits.'), 'MODEL_OUT_OF_CREDIT', false],
			[
				'403 of an account that was closed',
				openAi(403, null, 'x', 'Your account was flagged for violating our usage policies.'),
				'MODEL_AUTHENTICATION',
				false,
			],
			['403 of a firewall', { status: 403, body: '<html>Blocked</html>' }, 'MODEL_MALFORMED_RESPONSE', false],
			[
				'422 that repeats the request',
				{ status: 422, body: { detail: [{ loc: ['body'], msg: 'Field required', input: `insufficient balance ${'x'.repeat(400)}` }] } },
				'MODEL_BAD_REQUEST',
				false,
			],
			['498 of a full tier', openAi(498, null, 'x', 'capacity_exceeded'), 'MODEL_OVERLOADED', true],
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

/** Refusals of a text by the provider's own filter: neither the key nor the server is at fault. */
const filtered: Array<[ProviderName, string, RawReply]> = [
	['openai', 'MiniMax, with 200', minimax(1026, 'input new_sensitive')],
	['openai', 'LiteLLM', openAi(400, '400', null as never, 'litellm.ContentPolicyViolationError: refused')],
	[
		'openai',
		'of Azure',
		openAi(400, 'content_filter', null as never, 'The response was filtered due to the prompt triggering the content management policy.'),
	],
	[
		'openai',
		'of OpenRouter',
		{
			status: 403,
			body: {
				error: {
					code: 403,
					message: 'm1 requires moderation. Your input was flagged',
					metadata: { reasons: ['violence'], flagged_input: 'x' },
				},
			},
		},
	],
	[
		'openai',
		'of OpenAI',
		openAi(400, 'invalid_prompt', 'invalid_request_error', 'Your prompt was flagged as potentially violating our usage policy.'),
	],
	['openai', 'of DeepSeek', openAi(400, 'invalid_request_error', 'invalid_request_error', 'Content Exists Risk')],
	[
		'openai',
		'of Alibaba',
		openAi(400, 'data_inspection_failed', 'data_inspection_failed', 'Input data may contain inappropriate content.'),
	],
	[
		'openai',
		'of xAI',
		{ status: 403, body: { code: 'x', error: 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_CSAM' } },
	],
	['openai', 'of Moonshot', openAi(400, null, 'content_filter', 'The request was rejected because it was considered high risk')],
	['openai', 'with status 200', { status: 200, body: { error: { code: 403, message: 'Your input was flagged' } } }],
	['anthropic', 'of Anthropic', anthropicError(400, 'invalid_request_error', 'Output blocked by content filtering policy')],
	['ollama', 'of a gateway', { status: 400, body: { error: 'Your prompt was flagged as unsafe content' } }],
	['google', 'of a gateway', googleError(400, 'The prompt was blocked: sensitive content.')],
];

it.each(filtered)('%s: a refusal %s is a filtered answer, whole and streamed', async (name, _, reply) => {
	const provider = await openProvider(name, { apiKey: 'key' }, { fetch: () => Promise.resolve(toResponse(reply)) });
	const request = { messages: [{ role: 'user' as const, content: 'Hello' }] };
	const never = new AbortController().signal;
	const expected = { text: '', finish: 'content-filter', usage: { estimated: true } };
	expect(await provider.chat('m').generate(request, never)).toMatchObject(expected);
	const parts: ChatPart[] = [];
	for await (const part of provider.chat('m').stream(request, never)) parts.push(part);
	expect(parts).toMatchObject([{ kind: 'end', response: expected }]);
});
