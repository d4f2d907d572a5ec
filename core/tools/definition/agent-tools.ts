import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { anyObject, closed, distinct, recordOf } from '../../base/shape';
import { definitionIdPattern } from '../../base/text/definition-id';
import { collectionSearch } from '../../knowledge/search/collection-search';
import { leadToolNames } from '../../leads/lead-tool-names';
import { jsonSchema, limitsByTool, serverUrl, toolContract, toolDescription, toolEffect, toolName } from '../../ports/tools/tool-shapes';

export const knowledgeTool = closed(
	{
		kind: Type.Literal('knowledge'),
		limits: toolContract.limits,
		name: toolName(),
		description: toolDescription(),
		...collectionSearch,
		passages: Type.Optional(Type.Integer({ description: 'Passages for the model. Default 4.', minimum: 1, maximum: 50 })),
		citations: Type.Optional(
			Type.Enum(['required', 'optional'], {
				description: 'required: an answer after a search that cites nothing goes to a person. Default: required.',
			}),
		),
	},
	{ description: 'Searches a collection when the model asks for it.' },
);
export type KnowledgeTool = Static<typeof knowledgeTool>;

export const agentTool = closed(
	{
		kind: Type.Literal('agent'),
		...toolContract,
		agent: Type.String({ description: 'The id of the agent.', pattern: definitionIdPattern }),
		range: Type.Optional(
			Type.String({ description: 'The versions that are allowed, such as ^1.2. Default: any.', minLength: 1, maxLength: 100 }),
		),
		name: Type.Optional(toolName('The name for the model and for rules. Default: the id.')),
		description: toolDescription('When the model should call it.'),
		parameters: Type.Optional(jsonSchema('A JSON schema of what the model passes. Default: a text, task.')),
		handOver: Type.Optional(
			Type.Enum(['once', 'stays'], {
				description:
					'The agent answers the customer in place of the caller. once: the caller gets the next message. stays: the agent keeps the conversation until it returns it.',
			}),
		),
	},
	{ description: 'Another agent, which the model calls like a tool.' },
);
export type AgentTool = Static<typeof agentTool>;

export const n8nNodeTool = closed(
	{
		kind: Type.Literal('n8n-node'),
		...toolContract,
		name: toolName(),
		description: toolDescription(),
		nodeType: Type.String({
			description: "n8n's full name of the node, such as n8n-nodes-base.slack.",
			maxLength: 200,
			pattern: '^(@[\\w-]+/)?[\\w.-]+\\.[\\w-]+$',
		}),
		typeVersion: Type.Number({ exclusiveMinimum: 0 }),
		fixed: Type.Optional(anyObject({ description: "Parameters as n8n's editor holds them. In expressions, $json has the arguments." })),
		parameters: jsonSchema('A JSON schema of what the model fills. n8n never evaluates these values.'),
		fill: Type.Optional(
			recordOf(Type.String({ minLength: 1, maxLength: 100 }), {
				description: 'By a parameter of the node, such as channelId.value: the argument that fills it. Default: each argument by its name.',
				maxProperties: 100,
				propertyNames: { pattern: '^[A-Za-z_][\\w.]{0,199}$' },
			}),
		),
		credentials: Type.Optional(
			recordOf(Type.String({ minLength: 1, maxLength: 200 }), {
				description: "The name of the stored credential, by n8n's type.",
				maxProperties: 10,
			}),
		),
		effect: Type.Optional(toolEffect()),
	},
	{ description: 'A node of an n8n package that the operator installed.' },
);
export type N8nNodeTool = Static<typeof n8nNodeTool>;

export const leadTools = closed(
	{
		kind: Type.Literal('leads'),
		limits: Type.Optional(limitsByTool),
		url: serverUrl('The address of the project, such as https://abcd.supabase.co.'),
		key: Type.String({
			description: 'The secret of the host that holds the key of the project, ${NAME}. The key itself is never written here.',
			pattern: '^\\$\\{[A-Z][A-Z0-9_]{0,63}\\}$',
		}),
		team: Type.String({ description: 'The id of a row in equipes.', pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
		tools: Type.Optional(distinct(leadToolNames, { description: 'Default: all.', minItems: 1 })),
	},
	{ description: 'Tools that write down the lead who writes, in a project of Supabase.' },
);
export type LeadTools = Static<typeof leadTools>;
