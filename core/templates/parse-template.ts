import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { getErrorMessage, TroupeError } from '../base/errors';
import { createOwnSchema } from '../json-schema/own-schema';
import { findUnknownPlaceholders, isJson } from './fill-file';
import { checkValue } from './parameter-values';
import { reservedNames, type Template, type TemplateDescription, templateFileEndings, templateShape } from './template';

export const templateFile = 'template.json';
export const installedFile = '.troupe-template.json';

/** As JSON: one document of the registry. */
const maxTemplateCharacters = 160_000;

const validator = createOwnSchema<Template>(templateShape, { allowUnionTypes: true });

/** Checks no contents of files. @param where file or field, for the error @throws TroupeError TEMPLATE_INVALID, naming each field */
export async function parseTemplateDescription(value: unknown, where: string): Promise<TemplateDescription> {
	const template = await parseBySchema(value, where);
	const held = template.files.filter((file) => 'content' in file).map(({ path }) => `the content of ${path} is in it`);
	refuse(where, [...held, ...findProblems(template)]);
	return template;
}

/** Checks contents of files, too. @throws TroupeError TEMPLATE_INVALID, naming each field */
export async function parseTemplate(value: unknown, where: string): Promise<Template> {
	const template = await parseBySchema(value, where);
	const missing = template.files
		.filter(({ content }: { content?: string }) => content === undefined)
		.map(({ path }) => `the content of ${path} is missing`);
	refuse(where, [...missing, ...findProblems(template)]);
	const characters = JSON.stringify(template).length;
	const tooLong = characters > maxTemplateCharacters ? [`it has ${characters} characters; the max is ${maxTemplateCharacters}`] : [];
	const names = template.parameters.map(({ name }) => name);
	const unknown = template.files.flatMap((file) =>
		findUnknownPlaceholders(file, names).map((name) => `${file.path} has @{${name}}, but no parameter has this name`),
	);
	refuse(where, [...tooLong, ...unknown, ...template.files.flatMap(findJsonFault)]);
	return template;
}

function findJsonFault({ path, content }: Template['files'][number]): string[] {
	if (!isJson(path)) return [];
	try {
		// As for filling in; nesting that is too deep fails here.
		JSON.parse(content, (_key, value: unknown) => value);
		return [];
	} catch (error) {
		return [`${path} is not JSON: ${getErrorMessage(error)}`];
	}
}

async function parseBySchema(value: unknown, where: string): Promise<Template> {
	const validate = await validator();
	const template: unknown = JSON.parse(JSON.stringify(value ?? null));
	if (!validate(template)) refuse(where, describeSchemaErrors(validate.errors ?? []));
	return template as Template;
}

function findProblems({ parameters, files }: TemplateDescription): string[] {
	const reserved = files
		.filter(({ path }) => [templateFile, installedFile].includes(path))
		.map(({ path }) => `${path} is not a file of it`);
	return [
		...findRepeated(parameters.map(({ name }) => name)).map((name) => `parameters: ${name} is listed twice`),
		// Some file systems ignore case.
		...findRepeated(files.map(({ path }) => path.toLowerCase())).map((path) => `files: ${path} is listed twice`),
		...reserved,
		...files.flatMap(findMisplaced),
		...parameters.flatMap((parameter, index) => {
			const { type, choices, default: value } = parameter;
			if (type === 'choice' && !choices) return [`parameters.${index} (${parameter.name}) must have choices`];
			if (type !== 'choice' && choices) return [`parameters.${index} (${parameter.name}) has choices, but its type is ${type}`];
			const problem = value === undefined ? undefined : checkValue(parameter, value);
			return problem === undefined ? [] : [`parameters.${index}.default ${problem}`];
		}),
	];
}

function findMisplaced({ path, kind }: TemplateDescription['files'][number]): string[] {
	const reserved = path.split('/').find((name) => reservedNames.includes(name.toLowerCase()));
	if (reserved !== undefined) return [`${path} uses the name ${reserved}, which a template must not use`];
	const endings: readonly string[] = templateFileEndings[kind];
	return endings.some((ending) => path.endsWith(ending))
		? []
		: [`${path} must end with ${endings.join(' or ')}, because its kind is ${kind}`];
}

const findRepeated = (names: string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];

function refuse(where: string, all: string[]): void {
	if (all.length === 0) return;
	const problems = all.slice(0, 10);
	throw new TroupeError({
		code: 'TEMPLATE_INVALID',
		message: `${where} is not a template: ${problems.join('; ')}.`,
		fix: 'Correct these fields. See docs/agents/templates.md for every field and its limits.',
		details: { where, problems },
	});
}
