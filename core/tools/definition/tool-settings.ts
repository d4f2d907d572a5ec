import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed, recordOf } from '../../base/shape';
import { flowPresets } from '../../flow/flow-preset';
import { httpTool, jsonSchema, limitsByTool } from '../../ports/tools/tool-shapes';
import { scratchpadSettings } from '../../teams/scratchpad';
import { agentTool, knowledgeTool, leadTools, n8nNodeTool } from './agent-tools';
import { approvalTerms, reviewer, toolRule } from './rules';
import { browserTool, scriptTool, shellTool } from './sandbox-tools';
import { a2aTool, mcpTools } from './server-tools';

const kinds = [httpTool, mcpTools, knowledgeTool, a2aTool, agentTool, n8nNodeTool, leadTools, scriptTool, shellTool, browserTool];
export type ToolDefinition = Static<(typeof kinds)[number]>;

const toolNames = (description: string) =>
	Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { description, minItems: 1, maxItems: 100, uniqueItems: true });

export const toolSettings = closed(
	{
		define: Type.Optional(Type.Array(choice('kind', kinds), { description: 'Tools of this agent.', maxItems: 50 })),
		rules: Type.Optional(
			Type.Array(toolRule, {
				description:
					'The first rule that fits decides. Without one, tools that only read are allowed, and a person is asked about all others.',
				maxItems: 100,
			}),
		),
		flow: Type.Optional(
			Type.Enum([...flowPresets], {
				description:
					'Once the model has read texts of others, a call whose values only such texts have: ask: a person decides. strict: it is not made, and a person decides about each other call that changes something. off: the rules alone decide. Default: ask.',
			}),
		),
		trustedResults: Type.Optional(
			toolNames('Names of tools whose results nobody else can write in, such as a clock; * stands for any characters. Default: none.'),
		),
		tells: Type.Optional(
			toolNames(
				'Names of tools that only read, but tell others their arguments, such as the search of the web; * stands for any characters. An address always does. Default: none.',
			),
		),
		extract: Type.Optional(
			recordOf(jsonSchema(), {
				description:
					'By the name of a tool: a JSON schema of numbers, dates, ids, choices and short names. A model without tools takes these values from the results of the tool; the agent gets the values, never the results.',
				minProperties: 1,
				maxProperties: 50,
				propertyNames: { minLength: 1, maxLength: 128 },
			}),
		),
		scratchpad: Type.Optional(scratchpadSettings),
		askPerson: Type.Optional(Type.Boolean({ description: 'Whether the model can ask a person a question. Default: false.' })),
		handOver: Type.Optional(
			Type.Boolean({
				description:
					'Whether the model can ask for a person to go on, with the tool hand_over; the outcome is then needs-human. The hand_over of a channel takes its place. Default: false.',
			}),
		),
		reviewer: Type.Optional(reviewer),
		approval: Type.Optional(approvalTerms),
		limits: Type.Optional(limitsByTool),
		parallel: Type.Optional(Type.Integer({ description: 'Simultaneous calls. Default 4.', minimum: 1, maximum: 32 })),
		timeoutMs: Type.Optional(Type.Integer({ description: 'Milliseconds for one call. Default 30,000.', minimum: 1, maximum: 600_000 })),
		resultCharacters: Type.Optional(
			Type.Integer({
				description: 'Max characters of one result for the model; the rest is cut off with a note. Default 16,000.',
				minimum: 100,
				maximum: 1_000_000,
			}),
		),
	},
	{ description: 'What the agent can call, and with whose permission.' },
);
export type ToolSettings = Static<typeof toolSettings>;
