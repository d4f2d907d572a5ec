import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, atLeastOne, closed } from '../../base/shape';
import { definitionIdPattern } from '../../base/text/definition-id';
import { definitions, refer } from '../../guardrails/policy/policy-shapes';
import { budgetPeriods } from '../../ports/budget';
import type { JsonSchema } from '../../ports/models/models';
import { modelNamePattern } from '../../ports/models/provider-names';
import { toolSettings } from '../../tools/definition/tool-settings';
import { guardrails } from './guardrail-settings';
import { knowledge } from './knowledge-settings';
import { modelSettings } from './model-route';
import { promptReference, writtenPromptReference } from '../../prompts/prompt-reference';
import { settings } from './setting-declarations';

const memory = closed(
	{
		turns: Type.Integer({
			description: 'Number of earlier questions and answers for the model.',
			...{ minimum: 0, maximum: 50, default: 6 },
		}),
		summary: Type.Optional(
			Type.Boolean({
				description:
					"Whether the model also gets a summary of earlier turns, which the agent's own models write from time to time. Default: false.",
			}),
		),
		memories: Type.Optional(
			Type.Integer({ description: 'Max number of memories about the person who writes. Default: 0.', minimum: 0, maximum: 50 }),
		),
		shared: Type.Optional(
			Type.Boolean({
				description:
					'Whether other agents that share, and Troupe Memory, have the same conversation under the same id. Default: each agent has its own.',
			}),
		),
	},
	{ description: 'What the agent remembers of a conversation and of persons.' },
);

const caps = {
	costUsd: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
	tokens: Type.Optional(Type.Integer({ minimum: 1 })),
	calls: Type.Optional(Type.Integer({ minimum: 1 })),
};

const budget = closed(
	{
		name: Type.String({ minLength: 1, maxLength: 100 }),
		model: Type.Optional(Type.String({ minLength: 1, maxLength: 220 })),
		per: Type.Enum([...budgetPeriods]),
		...caps,
	},
	atLeastOne(caps),
);

const evaluate = closed(
	{
		share: Type.Number({ description: 'The share of runs, 0 to 1.', exclusiveMinimum: 0, maximum: 1 }),
		rubric: Type.String({ description: 'What a good reply fulfils.', minLength: 1, maxLength: 4000 }),
		judge: Type.Optional(
			Type.String({
				description: 'The model that judges, provider:model. Default: the one that guardrails ask.',
				...{ pattern: modelNamePattern, maxLength: 220 },
			}),
		),
		budget: closed(
			{ per: Type.Enum(['hour', 'day', 'month', 'total']), ...caps },
			{ description: 'What judging may cost, apart from the budgets of the agent.', ...atLeastOne(caps) },
		),
		window: Type.Optional(
			Type.Integer({
				description: 'How many judged runs are compared with the ones before them. Default: 50.',
				...{ minimum: 10, maximum: 1000 },
			}),
		),
	},
	{ description: 'A share of live runs that a model judges in the background, without personal data.' },
);

const limits = closed(
	{
		messageCharacters: Type.Integer({
			description: 'A longer message is blocked.',
			...{ minimum: 1, maximum: 1_000_000, default: 8000 },
		}),
		modelCalls: Type.Integer({
			description: 'Model calls for one message, including retries. Default 3; 20 with tools.',
			...{ minimum: 0, maximum: 200 },
		}),
		toolCalls: Type.Optional(Type.Integer({ description: 'Tool calls for one message.', minimum: 0, maximum: 1000, default: 20 })),
		agentCalls: Type.Optional(
			Type.Integer({ description: 'Calls of other agents for one message. Default 20.', minimum: 0, maximum: 1000 }),
		),
		depth: Type.Optional(Type.Integer({ description: 'Levels of agents below this one. Default 3.', minimum: 0, maximum: 10 })),
		costUsd: Type.Optional(
			Type.Number({
				description: 'US dollars for one message. Calls without a known price do not count.',
				...{ exclusiveMinimum: 0, maximum: 10_000 },
			}),
		),
		softStop: Type.Optional(
			Type.Boolean({
				description: 'Whether a run that reaches a limit answers with what it has, and states the limit. Default true with tools.',
			}),
		),
		outputTokens: Type.Integer({ description: 'Max tokens of an answer.', minimum: 1, maximum: 100_000, default: 800 }),
		tokens: Type.Integer({
			description: 'Input and output of all calls together, estimated before each call. Default 16,000; 200,000 with tools.',
			...{ minimum: 1, maximum: 2_000_000 },
		}),
		wallClockMs: Type.Integer({
			description: 'Milliseconds for the whole run, without the time that people take.',
			...{ minimum: 1, maximum: 3_600_000, default: 60_000 },
		}),
	},
	{ description: 'Limits for one message. {} uses the defaults.' },
	['modelCalls', 'tokens'],
);

const texts = closed(
	{
		notCovered: Type.Optional(refer('localizedText')),
		blocked: Type.Optional(refer('localizedText')),
		limitReached: Type.Optional(refer('localizedText')),
		suspended: Type.Optional(refer('localizedText', 'While a person decides.')),
		greeting: Type.Optional(refer('localizedText', 'For a greeting, where each answer has to come from documents.')),
		thanks: Type.Optional(refer('localizedText', 'For thanks or a goodbye, likewise.')),
	},
	{ description: 'Texts for the customer, in place of the standard ones.' },
);

const shape = closed(
	{
		$schema: Type.Optional(Type.String({ description: 'Path or URL of this schema, for editors.' })),
		id: Type.String({
			description: 'Lower-case letters, digits and hyphens. The file is <id>.json or <id>/agent.json.',
			pattern: definitionIdPattern,
		}),
		version: Type.String({
			description: 'Semantic version, such as 1.0.0.',
			maxLength: 64,
			pattern: '^(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(-[0-9A-Za-z.-]{1,32})?$',
		}),
		name: Type.String({ description: 'Its name, for people.', minLength: 1, maxLength: 100 }),
		purpose: Type.String({
			description: 'What it does, in one sentence, for people and for finding it.',
			...{ minLength: 1, maxLength: 500 },
		}),
		capabilities: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
			description: 'Words by which people and processes find it.',
			...{ maxItems: 50, default: [] },
		}),
		prompt: Type.String({
			description: 'The system prompt: who the agent is, what it does and what it must not do.',
			...{ minLength: 1, maxLength: 50_000 },
		}),
		promptReference: Type.Optional(promptReference),
		settings: Type.Optional(settings),
		model: modelSettings,
		knowledge: Type.Optional(knowledge),
		memory: Type.Optional(memory),
		tools: Type.Optional(toolSettings),
		budgets: Type.Optional(
			Type.Array(budget, {
				description: 'Caps on cost, tokens or calls of this agent, in addition to those of the machine.',
				maxItems: 20,
			}),
		),
		evaluate: Type.Optional(evaluate),
		guardrails,
		output: Type.Optional(
			closed(
				{ schema: anyObject<JsonSchema>({ minProperties: 1 }) },
				{
					description:
						'The reply is JSON that fits this schema (draft 7, 2019-09 or 2020-12). The agent then never quotes documents instead of an answer.',
				},
			),
		),
		limits,
		texts: Type.Optional(texts),
	},
	{ oneOf: [{ required: ['prompt'] }, { required: ['promptReference'] }] },
	['prompt'],
);

/** An agent's definition, parsed from JSON by parse-agent-definition.ts. */
export type AgentDefinition = Static<typeof shape>;

/** The JSON Schema draft 7 of definitions with the parts of `promptReference`. */
export const parsedAgentSchema = {
	$schema: 'http://json-schema.org/draft-07/schema#',
	$id: 'https://troupe.example/schemas/agent-definition-1.json',
	title: 'Troupe agent definition',
	...shape,
	definitions: { localizedText: definitions.localizedText },
};

/** The schema of written definitions. The build writes it to dist/schemas/. */
export const agentSchema = {
	...parsedAgentSchema,
	properties: { ...shape.properties, promptReference: writtenPromptReference },
};
