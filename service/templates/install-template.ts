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

/** An installation in the folders of a service. */
export interface InstalledTemplate {
	template: string;
	version: string;
	values: ParameterValues;
	dryRun: boolean;
	/** Parameters without a value, of a dry run alone: it has no files then. */
	missing: string[];
	/** Version that is installed already. */
	before: string | null;
	/** It is newer than this one. */
	isOlder: boolean;
	/** Scopes that it needs besides `process:deploy`. */
	scopes: AnyScope[];
	files: Array<Pick<PlannedFile, 'path' | 'kind' | 'action'>>;
	/** IDs of its agents, which run by them from now on. */
	agents: string[];
	deployed: Array<{ processId: string; version: number; processDefinitionKey: string }>;
}

/** How it is installed. */
export interface InstallTerms {
	values: ParameterValues;
	dryRun: boolean;
	/** An older version may take the place of a newer one. */
	allowOlder: boolean;
	/** Refuses a caller who lacks a scope. @throws TroupeError ACCESS_DENIED */
	require(scope: AnyScope): void;
}

interface Place {
	/** Where agents are looked up by ID. */
	agentFolders: readonly string[];
	/** Undefined without an engine. */
	deploy?: (resources: Resource[]) => Promise<Deployment>;
}

/** Folders of a home whose files are looked up by ID. All else of a template goes into a folder of its own. */
const shared = /^(?:agents|policies)\//;
/** What agents run by is approved: a version in the registry as well as a file. */
const scopeOfAgents = 'registry:approve';
const deployable: Array<TemplateFileKind | undefined> = ['process', 'form', 'decision'];

/**
 * Installs a template, or updates it where it is installed: agents where agents are looked up, the rest in `templates/ID` beside it, processes also in
 * the engine. What the engine refuses is not written.
 * @throws TroupeError INPUT_INVALID, PROCESS_INVALID, ACCESS_DENIED
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
		...{ processId: one.processId, version: one.version, processDefinitionKey: one.processDefinitionKey },
	}));
	return { ...answer, deployed };
}

/** Decides what would be written. A dry run tells of values that are missing, so that a form can be filled with the others. */
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
		...{ template: id, version, values, dryRun, missing, before: earlier?.version ?? null, isOlder: isOlder(template, earlier) },
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

/** A range such as `NAME@1` can name an older version than the one that is there. */
const older = ({ id, version }: Template, before: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The service has ${id} ${before}, and ${version} is older.`,
		fix: 'Name a newer version, or allow it: "allowOlder": true.',
		details: { template: id, version, before },
	});

/** The home of a service is above the last of these folders, which is its own. */
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

/** A newer version may have dropped a parameter. */
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
