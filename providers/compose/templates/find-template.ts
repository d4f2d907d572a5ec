import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { rcompare } from 'semver';
import { packagedTemplatesFolder } from '../../../core/base/package-folder';
import { TroupeError } from '../../../core/base/errors';
import { readSetting } from '../../../core/base/settings/settings';
import { findNearName } from '../../../core/base/text/near-name';
import { isDefinitionId } from '../../../core/base/text/definition-id';
import { parseTemplate, parseTemplateDescription, templateFile } from '../../../core/templates/parse-template';
import type { Template } from '../../../core/templates/template';
import { readTemplateFile, readTemplateFiles } from '../../files/template-folder';
import { parsePublished, readAgentName } from '../agents/published';
import type { Host } from '../hosts/host';
import { checkTemplate } from './check-template';

export type TemplateHost = Pick<Host, 'gate' | 'published' | 'environment'>;

type TemplateSource = 'registry' | 'package' | 'folder';

export interface FoundTemplate {
	source: TemplateSource;
	from: string;
	template: Template;
	warnings: string[];
}

/**
 * Accepts a path (./mine), a name (`chatbot-team`), or `chatbot-team@^1.2` from the registry alone. The registry comes before the package. @throws
 * TroupeError TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, MANIFEST_*
 */
export async function findTemplate(text: string, host: TemplateHost): Promise<FoundTemplate> {
	if (/^[.~]|[/\\]/.test(text)) return readFromFolder(resolve(text), 'folder');
	const { id, range, isPublished } = readAgentName(text);
	const published = await findPublished(id, range, host);
	if (published) return published;
	const folder = join(packagedTemplatesFolder(), id);
	if (!isPublished && isDefinitionId(id) && existsSync(join(folder, templateFile))) return readFromFolder(folder, 'package');
	throw await notFound(text, id, isPublished, host);
}

async function findPublished(id: string, range: string | undefined, { gate, published }: TemplateHost): Promise<FoundTemplate | undefined> {
	const version = await published?.find('template', id, range);
	if (!version) return undefined;
	const { name, version: number, sha256, warnings } = version;
	await gate.admit({ kind: 'template', name, version: number, sha256 });
	const template = await parseTemplate(parsePublished(version), `The published template ${name} ${number}`);
	return { source: 'registry', from: `${name}@${number}`, template, warnings };
}

/** @throws TroupeError TEMPLATE_NOT_FOUND, TEMPLATE_INVALID */
export async function readTemplateFolder(folder: string): Promise<Template> {
	return completeTemplate(await readTemplateFile(folder, templateFile), folder);
}

/** Validates `template.json`, and reads its files. @throws TroupeError TEMPLATE_INVALID */
export async function completeTemplate(described: unknown, folder: string): Promise<Template> {
	const where = join(folder, templateFile);
	const description = await parseTemplateDescription(described, where);
	const template = await parseTemplate({ ...description, files: await readTemplateFiles(folder, description.files) }, where);
	await checkTemplate(template, where);
	return template;
}

const readFromFolder = async (folder: string, source: TemplateSource): Promise<FoundTemplate> => ({
	source,
	from: folder,
	warnings: [],
	template: await readTemplateFolder(folder),
});

export interface ListedTemplate {
	id: string;
	version: string;
	purpose: string;
	source: TemplateSource;
	category?: string;
	isDeprecated?: boolean;
}

/** Best version of each template; the registry hides the package's of the same name. */
export async function listTemplates({ published }: Pick<TemplateHost, 'published'>): Promise<ListedTemplate[]> {
	const versions = ((await published?.list('template')) ?? []).map(({ name, version, purpose, state }): ListedTemplate => ({
		id: name,
		version,
		purpose,
		source: 'registry',
		...(state === 'deprecated' && { isDeprecated: true }),
	}));
	const offered = [...Map.groupBy(versions, ({ id }) => id).values()].map(chooseBest);
	const names = new Set(offered.map(({ id }) => id));
	const packaged = (await listPackaged()).filter(({ id }) => !names.has(id));
	return [...offered, ...packaged];
}

/** Approved before deprecated, then the highest. */
function chooseBest(versions: readonly ListedTemplate[]): ListedTemplate {
	const order = ({ isDeprecated }: ListedTemplate) => (isDeprecated ? 1 : 0);
	return versions.toSorted((one, other) => order(one) - order(other) || rcompare(one.version, other.version))[0]!;
}

async function listPackaged(): Promise<ListedTemplate[]> {
	const root = packagedTemplatesFolder();
	const names = existsSync(root) ? (await readdir(root)).sort() : [];
	const folders = names.map((name) => join(root, name)).filter((folder) => existsSync(join(folder, templateFile)));
	return Promise.all(
		folders.map(async (folder): Promise<ListedTemplate> => {
			const { id, version, purpose, category } = await parseTemplateDescription(await readTemplateFile(folder, templateFile), folder);
			return { id, version, purpose, source: 'package', category };
		}),
	);
}

async function notFound(text: string, id: string, isPublished: boolean, host: TemplateHost): Promise<TroupeError> {
	const named = JSON.stringify(text.slice(0, 64));
	const followsRegistry = readSetting('TROUPE_REGISTRY_URL', host.environment) !== undefined;
	if (isPublished)
		return new TroupeError({
			code: 'TEMPLATE_NOT_FOUND',
			message: `No template ${named} is published for this tenant${followsRegistry ? '' : ': this machine follows no registry'}.`,
			fix: `${followsRegistry ? 'Publish and approve it (`troupe manifest publish`, `troupe manifest approve`)' : 'Set TROUPE_REGISTRY_URL and TROUPE_REGISTRY_TOKEN_FILE'}, or leave out the version range.`,
		});
	const names = (await listTemplates(host)).map((one) => one.id);
	const near = findNearName(id, names);
	return new TroupeError({
		code: 'TEMPLATE_NOT_FOUND',
		message: `There is no template ${named}${near ? `; did you mean ${near}?` : '.'}`,
		fix: `Choose one of ${names.join(', ')}, or name a folder with a path such as ./${isDefinitionId(id) ? id : 'my-template'}.${followsRegistry ? '' : ' For published templates, set TROUPE_REGISTRY_URL.'}`,
	});
}
