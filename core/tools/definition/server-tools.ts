import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../../base/shape';
import { publicKey } from '../../credentials/public-key';
import {
	byTool,
	jsonSchema,
	limitsByTool,
	serverUrl,
	toolContract,
	toolDescription,
	toolEffect,
	toolHeaders,
	toolIdentity,
	toolName,
} from '../../ports/tools/tool-shapes';

const keyText = Type.Optional(Type.String({ maxLength: 4000 }));

const folder = closed({
	path: Type.String({ description: 'An absolute path.', pattern: '^/', maxLength: 1000 }),
	access: Type.Optional(Type.Enum(['read', 'write'], { description: 'Default: read.' })),
});

export const mcpTools = closed(
	{
		kind: Type.Literal('mcp'),
		limits: Type.Optional(limitsByTool),
		outputSchemas: Type.Optional(
			recordOf(jsonSchema(), {
				description: 'By the name of a tool, * for the others: a result must be JSON that fits this schema, whatever the server declares.',
				...byTool,
			}),
		),
		server: Type.String({
			description: 'The name of the server. Its tools are called <server>_<tool> if another tool has the same name.',
			pattern: '^[a-z][a-z0-9-]{0,31}$',
		}),
		url: Type.Optional(serverUrl('Streamable HTTP.')),
		identity: Type.Optional(toolIdentity),
		headers: Type.Optional(toolHeaders()),
		credential: Type.Optional(
			Type.String({
				description: 'The name of a credential of the store, such as one of troupe credentials login --mcp.',
				minLength: 1,
				maxLength: 100,
			}),
		),
		command: Type.Optional(
			Type.String({
				description: 'Standard input and output, if the host allows agents to start programs.',
				minLength: 1,
				maxLength: 500,
			}),
		),
		args: Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 50 })),
		env: Type.Optional(recordOf(Type.String({ maxLength: 2000 }), { maxProperties: 50 })),
		folders: Type.Optional(
			Type.Array(folder, {
				description: 'Folders and files of the machine that the program gets in the sandbox. Default: none.',
				maxItems: 20,
			}),
		),
		requests: Type.Optional(
			Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
				description:
					'Requests that a program of Node can make in the sandbox, such as GET api.example.com. The host makes them. Default: none.',
				minItems: 1,
				maxItems: 50,
				uniqueItems: true,
			}),
		),
		tools: Type.Optional(
			Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { description: 'Default: all.', maxItems: 200, uniqueItems: true }),
		),
		pins: Type.Optional(
			recordOf(Type.String({ pattern: '^[0-9a-f]{64}$' }), {
				description:
					'SHA-256 of each tool by name, as troupe agent tools prints them. With pins, only pinned tools are used, and a changed one ends the run.',
				...byTool,
			}),
		),
		signedBy: Type.Optional(
			Type.Array(publicKey, {
				description:
					'Public keys of ES256, as JWKs: each answer of the server has to be signed with one of them. Default: signatures are not expected.',
				minItems: 1,
				maxItems: 10,
			}),
		),
		effects: Type.Optional(
			recordOf(toolEffect('How far a call reaches.'), {
				description: 'By the name of a tool. Default: irreversible, whatever the server says.',
				...byTool,
			}),
		),
	},
	{
		description: 'All tools of an MCP server, or only some.',
		oneOf: [{ required: ['url'] }, { required: ['command'] }],
	},
);
export type McpTools = Static<typeof mcpTools>;

const cardKey = closed({
	kty: Type.Enum(['EC', 'RSA', 'OKP']),
	kid: keyText,
	alg: keyText,
	use: keyText,
	crv: keyText,
	x: keyText,
	y: keyText,
	n: keyText,
	e: keyText,
});

export const a2aTool = closed(
	{
		kind: Type.Literal('a2a'),
		...toolContract,
		name: toolName(),
		description: Type.Optional(toolDescription("Default: what the agent's card says.")),
		url: serverUrl('The address under which .well-known/agent-card.json is.'),
		identity: Type.Optional(toolIdentity),
		headers: Type.Optional(toolHeaders()),
		effect: Type.Optional(toolEffect()),
		card: Type.Optional(
			closed(
				{
					signature: Type.Optional(Type.Enum(['required', 'if-present'])),
					keys: Type.Optional(Type.Array(cardKey, { minItems: 1, maxItems: 10 })),
				},
				{
					description:
						'Whether the card of the agent must be signed, and with which public keys (JWKs). Default: a wrong signature is refused.',
				},
			),
		),
	},
	{ description: 'An agent of others, which speaks A2A 1.0.' },
);
export type A2aTool = Static<typeof a2aTool>;
