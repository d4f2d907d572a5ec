import type { ModelAttempt } from '../../../core/ports/models/models';
import { describeAttempts } from './describe-attempts';

const ok = (model: string): ModelAttempt => ({ model, ok: true, durationMs: 1 });
const failed = (model: string, errorCode: string): ModelAttempt => ({ model, ok: false, durationMs: 1, errorCode });

test.each<[string, ModelAttempt[], string | undefined]>([
	['nothing where the first model answered', [ok('openai:a')], undefined],
	['nothing where no model was asked', [], undefined],
	[
		'which model failed, why, and which one answered',
		[failed('openai:a', 'MODEL_RATE_LIMITED'), ok('anthropic:b')],
		'openai:a failed: rate limited by the provider. anthropic:b answered.',
	],
	[
		'connected models by their names',
		[failed('n8n:gpt-4.1-mini', 'MODEL_RATE_LIMITED'), ok('n8n:gpt-4.1')],
		'gpt-4.1-mini failed: rate limited by the provider. gpt-4.1 answered.',
	],
	[
		'which of two servers with one model failed',
		[
			{ ...failed('openai:a', 'MODEL_UNREACHABLE'), server: 'eu.example.com' },
			{ ...ok('openai:a'), server: 'us.example.com' },
		],
		'openai:a (eu.example.com) failed: the server cannot be reached. openai:a (us.example.com) answered.',
	],
	[
		'how often a model failed',
		[failed('openai:a', 'MODEL_OVERLOADED'), failed('openai:a', 'MODEL_OVERLOADED'), ok('openai:a')],
		'openai:a failed 2 times: the provider has an error or is overloaded. openai:a answered.',
	],
	[
		'that none answered, also where a budget kept it from being asked',
		[failed('openai:a', 'MODEL_AUTHENTICATION'), failed('openai:b', 'BUDGET_EXCEEDED')],
		'openai:a failed: the API key was refused. openai:b was not asked: its budget is used up or too small for the call. No model answered.',
	],
	[
		'which budget kept it from being asked',
		[{ ...failed('openai:b', 'BUDGET_EXCEEDED'), budget: 'a $& trial' }],
		'openai:b was not asked: the budget "a $& trial" is used up or too small for the call. No model answered.',
	],
	['the code of a failure without words of its own', [failed('openai:a', 'INTERNAL'), ok('b')], 'openai:a failed: INTERNAL. b answered.'],
])('says %s', (_what, attempts, expected) => {
	expect(describeAttempts(attempts)).toBe(expected);
});
