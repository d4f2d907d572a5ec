import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { AgentDefinition } from '../../agents/definition/agent-definition';
import { anyObject, choice, closed } from '../../base/shape';
import { definitionIdPattern } from '../../base/text/definition-id';
import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import { type Assertion, assertionShapes, call, judge, tool } from './assertion-shapes';

const message = Type.String({ minLength: 1, maxLength: 32_768 });

type AgentInSet = string | Partial<AgentDefinition>;
const agent = Type.Unsafe<AgentInSet>({ type: ['string', 'object'], minLength: 1, maxLength: 1000 });

const assertions = Type.Unsafe<Assertion[]>({ $ref: '#/definitions/assertions' });

const toolFixture = closed(
	{
		tool,
		arguments: Type.Optional(
			anyObject({
				description:
					'The arguments that a call must have; without them, the fixture answers every call. Equal fixtures answer in order, and the last one stays.',
				maxProperties: 100,
			}),
		),
		result: Type.Optional(Type.String({ description: 'Text for the model.', minLength: 0, maxLength: 200_000 })),
		error: Type.Optional(Type.String({ description: 'The call fails with this text instead.', minLength: 1, maxLength: 4000 })),
	},
	{ description: "Answers a tool's calls in place of the tool, while recording too." },
);
export type ToolFixture = Static<typeof toolFixture>;

const modelFixture = closed(
	{ text: Type.Optional(message), calls: Type.Optional(Type.Array(call, { minItems: 1, maxItems: 50 })) },
	{
		description:
			"An answer in place of the agent's model, where the case has no recording: a text, tool calls, or both. While a case is recorded, its models are asked.",
		minProperties: 1,
	},
);
export type ModelFixture = Static<typeof modelFixture>;

const input = closed({
	message,
	turns: Type.Optional(
		Type.Array(closed({ message, reply: Type.String({ minLength: 0, maxLength: 32_768 }) }), {
			description: 'Earlier turns, oldest first.',
			minItems: 1,
			maxItems: 100,
		}),
	),
	facts: Type.Optional(anyObject<GuardrailFacts>()),
	person: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});
export type CaseInput = Static<typeof input>;

const fixtures = closed({
	tools: Type.Optional(Type.Array(toolFixture, { minItems: 1, maxItems: 100 })),
	respond: Type.Optional(Type.Array(modelFixture, { minItems: 1, maxItems: 100 })),
	perform: Type.Optional(
		Type.Array(tool, {
			description: 'The tools that are performed where no fixture answers: a call of another one fails the case. Default: all.',
			maxItems: 100,
		}),
	),
});

const evaluationCase = closed(
	{
		name: Type.String({ description: 'Unique in its set.', minLength: 1, maxLength: 200 }),
		agent: Type.Optional(agent),
		input,
		fixtures: Type.Optional(fixtures),
		expect: assertions,
	},
	{},
	['expect'],
);
export type EvaluationCase = Static<typeof evaluationCase>;

export const maxPackedCharacters = 4_000_000;

export const packedRecordings = closed(
	{
		sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
		gzip: Type.String({ pattern: '^[A-Za-z0-9+/=]*$', maxLength: maxPackedCharacters }),
	},
	{
		description: 'Of a published set. `troupe manifest publish` writes it. In a working copy, recordings are in a file beside the set.',
	},
);

const shape = closed({
	$schema: Type.Optional(Type.String()),
	id: Type.Optional(Type.String({ description: 'Names a published set.', pattern: definitionIdPattern })),
	version: Type.Optional(
		Type.String({
			description: 'Of a published set: a semantic version.',
			pattern: '^\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,100})?$',
		}),
	),
	purpose: Type.Optional(Type.String({ description: 'What the set decides, in one sentence.', minLength: 1, maxLength: 1000 })),
	name: Type.String({ minLength: 1, maxLength: 200 }),
	recordings: Type.Optional(packedRecordings),
	agent,
	judge: Type.Optional(judge),
	expect: Type.Optional(assertions),
	cases: Type.Array(evaluationCase, { minItems: 1, maxItems: 2000 }),
});

/** Cases for one agent. `judge`: default is the guardrails' model. `expect` applies to every case, before its own. */
export type EvaluationSet = Static<typeof shape>;

export type PublishableSet = Required<Pick<EvaluationSet, 'id' | 'version' | 'purpose'>>;

export const evaluationSchema = {
	$schema: 'http://json-schema.org/draft-07/schema#',
	$id: 'https://troupe.example/schemas/evaluation-set-1.json',
	title: 'Troupe evaluation set',
	...shape,
	definitions: {
		assertions: {
			type: 'array',
			minItems: 1,
			maxItems: 100,
			items: choice('assert', assertionShapes),
		},
	},
};
