import * as Type from 'typebox/type';
import type { Static, TProperties } from 'typebox/type';
import { anyObject, closed } from '../../base/shape';
import type { PolicyCheck } from '../../guardrails/policy/guardrail-policy';
import { languages } from '../../base/text/languages';
import type { JsonSchema } from '../../ports/models/models';
import { modelNamePattern } from '../../ports/models/provider-names';

const line = { minLength: 1, maxLength: 4000 };
const words = Type.Optional(
	Type.Unsafe<string | string[]>({ type: ['string', 'array'], ...line, minItems: 1, maxItems: 100, items: { type: 'string', ...line } }),
);
const text = { minLength: 1, maxLength: 32_768 };
export const tool = Type.String({ minLength: 1, maxLength: 200 });
const caseSensitive = Type.Optional(Type.Boolean());
const atMost = (maximum: number) => Type.Optional(Type.Integer({ minimum: 0, maximum }));

export const judge = Type.String({ pattern: `${modelNamePattern}+$`, maxLength: 200 });

export const call = closed({ tool, arguments: Type.Optional(anyObject({ maxProperties: 100 })) });

const assertion = <const Name extends string, Fields extends TProperties>(
	name: Name,
	description: string,
	fields: Fields,
	bounds: { minProperties?: number } = {},
) => closed({ assert: Type.Literal(name), ...fields }, { description, ...bounds });
const notEmpty = { minProperties: 2 };

export const assertionShapes = [
	assertion(
		'contains',
		'The answer has all of "text", one of "any", and none of "not".',
		{
			text: words,
			any: Type.Optional(Type.Array(Type.String(line), { minItems: 1, maxItems: 100 })),
			not: words,
			caseSensitive,
		},
		notEmpty,
	),
	assertion('equals', 'The answer is this text.', { text: Type.String({ minLength: 0, maxLength: 32_768 }), caseSensitive }),
	assertion('matches', 'The answer matches this RE2 expression.', {
		pattern: Type.String({ minLength: 1, maxLength: 2000 }),
		not: Type.Optional(Type.Boolean()),
		caseSensitive,
	}),
	assertion('declines', 'The answer declines, in English or Portuguese, or a guardrail stopped the run; or it says one of "or".', {
		or: Type.Optional(
			Type.Array(Type.String({ minLength: 1 }), { description: 'What a safe answer can say instead.', minItems: 1, maxItems: 50 }),
		),
	}),
	assertion('json-schema', 'The answer is JSON that fits this schema.', { schema: anyObject<JsonSchema>() }),
	assertion(
		'guardrails',
		'Exactly these guardrails found something ("codes"), and the answer passes a policy or checks.',
		{
			codes: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 50, uniqueItems: true })),
			policy: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
			checks: Type.Optional(Type.Array(anyObject<PolicyCheck>(), { minItems: 1, maxItems: 50 })),
		},
		notEmpty,
	),
	assertion('citations', 'The answer cites at least "min" passages, and these documents.', {
		min: atMost(1000),
		documents: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 100 })),
	}),
	assertion('language', 'The answer is in this language.', { language: Type.Enum([...languages]) }),
	assertion('similar', 'The answer has mostly the words of this text, from 0 to 1.', {
		to: Type.String(text),
		min: Type.Number({ minimum: 0, maximum: 1 }),
	}),
	assertion('rubric', 'A model judges whether the answer fulfils this.', {
		rubric: Type.String({ minLength: 1, maxLength: 8000 }),
		votes: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
		model: Type.Optional(judge),
	}),
	assertion('outcome', 'The run ended so.', {
		outcome: Type.Enum(['reply', 'blocked', 'needs-human', 'limit-reached']),
		reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
	}),
	assertion(
		'tools',
		'These tools were called ("exact": these in this order; "any": these in any order; "subset": these among others), and none of "never". The arguments that a call lists must be equal, others can be there.',
		{
			calls: Type.Optional(Type.Array(Type.Union([tool, call]), { maxItems: 100 })),
			order: Type.Optional(Type.Enum(['exact', 'any', 'subset'])),
			never: Type.Optional(Type.Array(tool, { minItems: 1, maxItems: 100 })),
		},
		notEmpty,
	),
	assertion(
		'at-most',
		'The run used no more than this.',
		{
			modelCalls: atMost(1000),
			toolCalls: atMost(1000),
			tokens: atMost(100_000_000),
			costUsd: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
			durationMs: atMost(3_600_000),
		},
		notEmpty,
	),
];

type AnyAssertion = Static<(typeof assertionShapes)[number]>;
export type AssertionName = AnyAssertion['assert'];
type ByName = { [Each in AnyAssertion as Each['assert']]: Each };
export type Assertion<Name extends AssertionName = AssertionName> = Name extends AssertionName ? { assert: Name } & ByName[Name] : never;
export type NamedCall = NonNullable<Assertion<'tools'>['calls']>[number];
