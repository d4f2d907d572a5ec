import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../base/shape';
import { definitionIdPattern } from '../base/text/definition-id';

/** Kinds of files by ending. Installing explains their use; the registry shows them to approvers. No program loads files with these endings. */
export const templateFileEndings = {
	agent: ['.json'],
	prompt: ['.md', '.txt'],
	policy: ['.json'],
	workflow: ['.json'],
	process: ['.bpmn'],
	form: ['.form'],
	decision: ['.dmn'],
	document: ['.md', '.txt', '.html', '.csv'],
	case: ['.case.json'],
	recording: ['.recording.json'],
	text: ['.md', '.txt', '.csv'],
} as const;
export type TemplateFileKind = keyof typeof templateFileEndings;
const templateFileKinds = Object.keys(templateFileEndings) as TemplateFileKind[];

/** Node and n8n load what has these names. */
export const reservedNames = ['node_modules', 'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'tsconfig.json'];

const pathPart = '[A-Za-z0-9][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*';
const file = closed({
	path: Type.String({
		description: 'Below the folder of the template, with / between folders.',
		maxLength: 200,
		pattern: `^${pathPart}(/${pathPart}){0,5}$`,
	}),
	kind: Type.Enum([...templateFileKinds]),
	content: Type.Optional(Type.String({ maxLength: 1_000_000 })),
});
export type TemplateFile = Omit<Static<typeof file>, 'content'>;

const parameter = closed(
	{
		name: Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,39}$' }),
		title: Type.String({ description: 'A short question or label, such as "Name of the company".', minLength: 1, maxLength: 100 }),
		description: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
		type: Type.Enum(['text', 'number', 'boolean', 'choice']),
		choices: Type.Optional(
			Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
				description: 'The values of a choice.',
				minItems: 1,
				maxItems: 50,
			}),
		),
		default: Type.Optional(
			Type.Unsafe<ParameterValue>({
				description: 'Used if none is given. A parameter without a default must be given.',
				type: ['string', 'number', 'boolean'],
			}),
		),
	},
	{ description: 'A value that whoever installs the template chooses. @{name} stands for it in the files.' },
);
export type TemplateParameter = Static<typeof parameter>;
export type ParameterValue = string | number | boolean;

const texts = (maxLength: number, description?: string) =>
	Type.Array(Type.String({ minLength: 1, maxLength }), { ...(description && { description }), maxItems: 20, default: [] });

/** JSON schema (draft 7): docs/agents/templates.md. */
export const templateShape = closed({
	$schema: Type.Optional(Type.String({ maxLength: 500 })),
	id: Type.String({ description: 'Lower-case letters, digits and hyphens.', pattern: definitionIdPattern }),
	version: Type.String({
		description: 'A semantic version, such as 1.0.0.',
		maxLength: 100,
		pattern: '^(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$',
	}),
	name: Type.String({ minLength: 1, maxLength: 100 }),
	purpose: Type.String({ description: 'One sentence that says what it is for.', minLength: 1, maxLength: 1_000 }),
	category: Type.String({ description: 'Such as support, sales, engineering, content, data.', pattern: '^[a-z][a-z-]{0,39}$' }),
	keywords: texts(50),
	needs: texts(300, 'What must be there to run it, in words: accounts, keys, scopes.'),
	parameters: Type.Array(parameter, { maxItems: 50, default: [] }),
	files: Type.Array(file, { minItems: 1, maxItems: 200 }),
});
type Shape = Static<typeof templateShape>;

export type TemplateDescription = Omit<Shape, 'files'> & { files: TemplateFile[] };

export type Template = Omit<Shape, 'files'> & { files: Array<TemplateFile & { content: string }> };
