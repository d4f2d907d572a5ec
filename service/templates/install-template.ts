import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { chooseValues, type ParameterValues } from '../../core/templates/parameter-values';
import { installedFile } from '../../core/templates/parse-template';
import type { Template, TemplateFileKind } from '../../core/templates/template';
import type { Deployment, Resource } from '../../engine-adapter/engine/deployments';
import { replaceAtomically } from '../../manifests/write-file';
import type { FoundTemplate } from '../../providers/compose/templates/find-template';
import {
	type Installation,
	isOlder,
	planFiles,
	type PlannedFile,
	readInstallation,
	refuseForeign,
	toInstallation,
	toWrites,
} from '../../providers/compose/templates/installation';
import type { AnyScope } from '../access/scopes';

interface InstalledTemplate {
	template: string;
	version: string;
	values: ParameterValues;
	dryRun: boolean;
	/** Parameters without a value, in a dry run only: it has no files then. */
	missing: string[];
	before: string | null;
	isOlder: boolean;
	scopes: AnyScope[];
	files: Array<Pick<PlannedFile, 'path' | 'kind' | 'action'>>;
	agents: string[];
	deployed: Array<{ processId: string; version: number; processDefinitionKey: string }>;
}

interface InstallTerms {
	values: ParameterValues;
	dryRun: boolean;
	/** Allows an older version to replace a newer one. */
	allowOlder: boolean;
	/** @throws TroupeError ACCESS_DENIED for a missing scope */
	require(scope: AnyScope): void;
}

interface Place {
	agentFolders: readonly string[];
	/** Undefined without an engine. */
	deploy?: (resources: Resource[]) => Promise<Deployment>;
}

/** Home folders with files found by ID. A template's other files have their own folder. */
const shared = /^(?:agents|policies)\//;
/** Agents' files need approval like registry versions. */
const scopeOfAgents = 'registry:approve';
const deployable: Array<TemplateFileKind | undefined> = ['process', 'form', 'decision'];

/**
 * Installs or updates a template: agents in their folder, the rest in `templates/ID` beside it, processes also in the engine. Nothing that the engine
 * refuses is written. @throws TroupeError INPUT_INVALID, PROCESS_INVALID, ACCESS_DENIED
 */
export async function installTemplate(
	{ template: asWritten, from }: Pick<FoundTemplate, 'template' | 'from'>,
	terms: InstallTerms,
	place: Place,
): Promise<InstalledTemplate> {
	const home = findHome(place.agentFolders);
	const template = placeFiles(asWritten);
	const own = join(home, 'templates', template.id);
	const earlier = readInstallation(own);
	const told = planInstallation(template, home, earlier, terms);
	const { plan, ...answer } = told;
	if (terms.dryRun) return answer;
	for (const scope of answer.scopes) terms.require(scope);
	if (answer.isOlder && !terms.allowOlder) throw older(template, answer.before!);
	const resources = plan
		.filter(({ kind, action }) => deployable.includes(kind) && !action.startsWith('keep'))
		.map(({ path, content }) => ({ name: basename(path), content: content! }));
	const deployment = resources.length > 0 ? await place.deploy?.(resources) : undefined;
	write(home, plan);
	write(own, [{ path: installedFile, action: 'create', content: toRecord(template, from, answer.values, plan) }]);
	const deployed = (deployment?.processes ?? []).map((one) => ({
		processId: one.processId,
		version: one.version,
		processDefinitionKey: one.processDefinitionKey,
	}));
	return { ...answer, deployed };
}

/** A dry run lists missing values, so that a form can be filled with the others. */
function planInstallation(
	template: Template,
	home: string,
	earlier: Installation | undefined,
	{ values: given, dryRun }: InstallTerms,
): InstalledTemplate & { plan: PlannedFile[] } {
	const { id, version, parameters } = template;
	const known = { ...listKnown(template, earlier), ...given };
	const lacking = dryRun ? parameters.filter(({ name, default: preset }) => preset === undefined && known[name] === undefined) : [];
	const values = chooseValues({ id, parameters: parameters.filter((one) => !lacking.includes(one)) }, known);
	const missing = lacking.map(({ name }) => name);
	const told = {
		template: id,
		version,
		values,
		dryRun,
		missing,
		before: earlier?.version ?? null,
		isOlder: isOlder(template, earlier),
		deployed: [],
	};
	if (missing.length > 0) return { ...told, files: [], agents: [], scopes: [], plan: [] };
	const plan = planFiles(template, values, home, earlier);
	if (!earlier) refuseForeign('The service', plan, 'Rename or remove these on the service, or install the template on a machine of yours.');
	const agents = plan.filter(({ kind }) => kind === 'agent').map(({ content }) => (JSON.parse(content!) as { id: string }).id);
	const changesAgents = plan.some(({ path, action }) => shared.test(path) && ['create', 'replace', 'remove'].includes(action));
	const files = plan.map(({ path, kind, action }) => ({ path, kind, action }));
	return { ...told, files, agents, scopes: changesAgents ? [scopeOfAgents] : [], plan };
}

/** A range such as `NAME@1` can name an older version than the installed one. */
const older = ({ id, version }: Template, before: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The service has ${id} ${before}, and ${version} is older.`,
		fix: 'Name a newer version, or allow it: "allowOlder": true.',
		details: { template: id, version, before },
	});

/** The parent of the last of these folders, which is the service's own. */
function findHome(agentFolders: readonly string[]): string {
	const own = agentFolders.at(-1);
	if (own !== undefined && basename(own) === 'agents') return dirname(own);
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'This service has no folder of its own for agents.',
		fix: 'Install the template on a machine of yours: troupe template install.',
	});
}

function placeFiles(template: Template): Template {
	const files = template.files.map((file) => (shared.test(file.path) ? file : { ...file, path: `templates/${template.id}/${file.path}` }));
	return { ...template, files };
}

/** A newer version can lack a parameter. */
function listKnown({ parameters }: Template, earlier: Installation | undefined): ParameterValues {
	const names = parameters.map(({ name }) => name);
	return Object.fromEntries(Object.entries(earlier?.values ?? {}).filter(([name]) => names.includes(name)));
}

const toRecord = (...installed: Parameters<typeof toInstallation>): string =>
	`${JSON.stringify(toInstallation(...installed), null, '\t')}\n`;

function write(folder: string, plan: readonly PlannedFile[]): void {
	const { writes, removals } = toWrites(folder, plan);
	removals.forEach((path) => rmSync(path));
	for (const { path, content } of writes) {
		createFolder(dirname(path));
		replaceAtomically(path, content);
	}
}
