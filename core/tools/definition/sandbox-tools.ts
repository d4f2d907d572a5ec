import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import { jsonSchema, toolContract, toolDescription, toolName } from '../../ports/tools/tool-shapes';

const level = Type.Optional(Type.Enum(['L1', 'L2'], { description: 'The least level of isolation. Default: L1.' }));

export const scriptTool = closed(
	{
		kind: Type.Literal('sandbox-script'),
		...toolContract,
		name: toolName(),
		description: toolDescription(),
		parameters: jsonSchema('A JSON schema of what the model fills. The script reads it as JSON on its standard input.'),
		script: Type.String({ description: 'A relative path.', maxLength: 200, pattern: '^[\\w][\\w./-]*\\.[cm]?js$' }),
		sha256: Type.String({
			description: 'SHA-256 of the file, in hex: the signature of the definition covers the script by it.',
			pattern: '^[0-9a-f]{64}$',
		}),
		level: Type.Optional(Type.Enum(['L0', 'L0+', 'L1'], { description: 'The least level of isolation. Default: L0+.' })),
		memoryMb: Type.Optional(Type.Integer({ description: 'Default: 256.', minimum: 96, maximum: 4096 })),
	},
	{
		description:
			'A JavaScript file beside the definition. It runs in the sandbox alone: without network, with an empty folder to write in.',
	},
);
export type ScriptTool = Static<typeof scriptTool>;

export const shellTool = closed(
	{
		kind: Type.Literal('sandbox-shell'),
		limits: toolContract.limits,
		name: toolName(),
		description: toolDescription(),
		folder: Type.Optional(
			Type.String({
				description: 'A relative path: the commands get a copy of this folder. Default: an empty folder.',
				maxLength: 200,
				pattern: '^[\\w][\\w./-]*$',
			}),
		),
		programs: Type.Optional(
			Type.Array(Type.String({ pattern: '^[\\w][\\w.+-]{0,63}$' }), {
				description: 'Names of programs of the system, besides the usual ones such as sh, grep and sed.',
				maxItems: 50,
				uniqueItems: true,
			}),
		),
		level,
		memoryMb: Type.Optional(
			Type.Integer({ description: 'Of a command with all that it starts. Default: 512.', minimum: 96, maximum: 4096 }),
		),
		scratchMb: Type.Optional(Type.Integer({ description: 'Of all files together. Default: 64.', minimum: 1, maximum: 1024 })),
	},
	{
		description:
			'Commands, and files that are read and written, in a scratch folder of the run. They run in the sandbox alone, without network.',
	},
);
export type ShellTool = Static<typeof shellTool>;

export const browserTool = closed(
	{
		kind: Type.Literal('sandbox-browser'),
		limits: toolContract.limits,
		name: toolName(),
		description: toolDescription(),
		requests: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
			description: 'The requests of its pages, such as GET shop.example.com or POST *.example.com/search*. The host makes them.',
			minItems: 1,
			maxItems: 100,
			uniqueItems: true,
		}),
		level,
		memoryMb: Type.Optional(
			Type.Integer({ description: 'Of the browser with all its processes. Default: 1024.', minimum: 512, maximum: 8192 }),
		),
	},
	{ description: 'A browser with one page, which runs in the sandbox alone. Only the requests that are named here are made.' },
);
export type BrowserTool = Static<typeof browserTool>;
