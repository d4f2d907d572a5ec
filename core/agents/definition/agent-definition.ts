import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, atLeastOne, closed, distinct } from '../../base/shape';
import { definitionIdPattern } from '../../base/text/definition-id';
import { personalDataTypes } from '../../guardrails/personal-data/types';
import type { GuardrailPolicy } from '../../guardrails/policy/guardrail-policy';
import type { GroundedPart } from '../../guardrails/policy/grounded-policy';
import { groundedParts } from '../../guardrails/policy/grounded-policy';
import { definitions, refer } from '../../guardrails/policy/policy-shapes';
import { standardParts } from '../../guardrails/policy/standard-policy';
import { collectionSearch } from '../../knowledge/search/collection-search';
import { defaultPassages } from '../../knowledge/search/search-request';
import { budgetPeriods } from '../../ports/budget';
import type { JsonSchema } from '../../ports/models/models';
import { modelNamePattern } from '../../ports/models/provider-names';
import { toolSettings } from '../../tools/definition/tool-settings';
import { modelSettings } from './model-route';
import { promptReference, writtenPromptReference } from '../../prompts/prompt-reference';
import { settings } from './setting-declarations';

const personalData = closed(
	{
		types: distinct(personalDataTypes),
		action: Type.Enum(['token', 'partial', 'block'], {
			description: 'token: restored in the reply. partial: masked for good. block: the message is refused.',
			default: 'token',
		}),
		restore: Type.Optional(
			Type.Enum(['own', 'all'], {
				description:
					'Whose values a reply shows. own: those that whoever asks wrote, and those of documents that name them among their readers or are of the class public. all: those of other people too, out of documents and results of tools.',
				default: 'own',
			}),
		),
	},
	{ description: 'What is masked before a model sees it. types can be empty.' },
);

const listParts = (): string =>
	Object.entries(groundedParts)
		.map(([part, does]) => `${part}: ${does}`)
		.join(' ');

const host = Type.String({ pattern: '^([a-z0-9-]{1,63}\\.){1,10}[a-z0-9-]{2,63}$' });
const guardrails = closed(
	{
		personalData,
		images: Type.Optional(
			Type.Enum(['ask-person', 'judge'], {
				description:
					"What happens to messages with images. ask-person, the default: a person decides. judge: the host's judge, a model that sees images, looks at image and text together, and lets harmless ones go on.",
			}),
		),
		standard: Type.Optional(
			closed(
				{ without: distinct(standardParts) },
				{ description: 'The standard policy, which every agent has: its parts that do not apply to this one.' },
			),
		),
		grounded: Type.Optional(
			Type.Union([Type.Literal(true), closed({ without: distinct(Object.keys(groundedParts) as GroundedPart[]) })], {
				description: `The policy for agents that answer customers from documents or act for them: true, or the parts that do not apply. ${listParts()}`,
			}),
		),
		links: Type.Optional(
			closed(
				{
					allow: Type.Array(host, {
						description:
							'Hosts to which replies may link though nobody in the conversation named them, such as gov.br; their subdomains too.',
						maxItems: 100,
						uniqueItems: true,
					}),
				},
				{ description: 'Links and images in replies.' },
			),
		),
		policy: Type.Optional(anyObject<GuardrailPolicy>({ description: 'Additional guardrails: a complete policy.' })),
	},
	{ description: 'What is checked in messages and replies.' },
);

const { collection, trustedDocuments, ...searchFields } = collectionSearch;
const knowledgeShape = closed(
	{
		documents: Type.Optional(
			Type.String({
				description: 'Folder of .md, .markdown and .txt files, relative to the definition and inside its folder.',
				minLength: 1,
				maxLength: 500,
			}),
		),
		collection: Type.Optional(collection),
		...searchFields,
		trustedDocuments,
		passages: Type.Integer({ description: 'Number of passages for the model.', minimum: 1, maximum: 50, default: defaultPassages }),
		citations: Type.Enum(['required', 'optional'], {
			description: 'required: a reply without a citation goes to a person.',
			default: 'required',
		}),
	},
	{
		description: 'Documents or a collection, whose passages the model gets with each message.',
		oneOf: [{ required: ['documents'] }, { required: ['collection'] }],
		dependencies: Object.fromEntries(Object.keys(searchFields).map((field) => [field, ['collection']])),
	},
);
type Knowledge = Static<typeof knowledgeShape>;
type KnowledgeOf<Of extends 'documents' | 'collection'> = Omit<Knowledge, 'documents' | 'collection'> &
	Record<Of, string> &
	Partial<Record<Exclude<'documents' | 'collection', Of>, undefined>>;
const knowledge = Type.Unsafe<KnowledgeOf<'documents'> | KnowledgeOf<'collection'>>(knowledgeShape);

const memory = closed(
	{
		turns: Type.Integer({
			description: 'Number of earlier questions and answers for the model.',
			minimum: 0,
			maximum: 50,
			default: 6,
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
				pattern: modelNamePattern,
				maxLength: 220,
			}),
		),
		budget: closed(
			{ per: Type.Enum(['hour', 'day', 'month', 'total']), ...caps },
			{ description: 'What judging may cost, apart from the budgets of the agent.', ...atLeastOne(caps) },
		),
		window: Type.Optional(
			Type.Integer({
				description: 'How many judged runs are compared with the ones before them. Default: 50.',
				minimum: 10,
				maximum: 1000,
			}),
		),
	},
	{ description: 'A share of live runs that a model judges in the background, without personal data.' },
);

const limits = closed(
	{
		messageCharacters: Type.Integer({
			description: 'A longer message is blocked.',
			minimum: 1,
			maximum: 1_000_000,
			default: 8000,
		}),
		modelCalls: Type.Integer({
			description: 'Model calls for one message, including retries. Default 3; 20 with tools.',
			minimum: 0,
			maximum: 200,
		}),
		toolCalls: Type.Optional(Type.Integer({ description: 'Tool calls for one message.', minimum: 0, maximum: 1000, default: 20 })),
		agentCalls: Type.Optional(
			Type.Integer({ description: 'Calls of other agents for one message. Default 20.', minimum: 0, maximum: 1000 }),
		),
		depth: Type.Optional(Type.Integer({ description: 'Levels of agents below this one. Default 3.', minimum: 0, maximum: 10 })),
		costUsd: Type.Optional(
			Type.Number({
				description: 'US dollars for one message. Calls without a known price do not count.',
				exclusiveMinimum: 0,
				maximum: 10_000,
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
			minimum: 1,
			maximum: 2_000_000,
		}),
		wallClockMs: Type.Integer({
			description: 'Milliseconds for the whole run, without the time that people take.',
			minimum: 1,
			maximum: 3_600_000,
			default: 60_000,
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
			minLength: 1,
			maxLength: 500,
		}),
		capabilities: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
			description: 'Words by which people and processes find it.',
			maxItems: 50,
			default: [],
		}),
		prompt: Type.String({
			description: 'The system prompt: who the agent is, what it does and what it must not do.',
			minLength: 1,
			maxLength: 50_000,
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
