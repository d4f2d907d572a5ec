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
	planFiles,
	type PlannedFile,
	readInstallation,
	refuseForeign,
	toInstallation,
	toWrites,
} from '../../providers/compose/templates/installation';

/** An installation in the folders of a service. */
export interface InstalledTemplate {
	template: string;
	version: string;
	values: ParameterValues;
	dryRun: boolean;
	files: Array<Pick<PlannedFile, 'path' | 'kind' | 'action'>>;
	/** IDs of its agents, which run by them from now on. */
	agents: string[];
	deployed: Array<{ processId: string; version: number; processDefinitionKey: string }>;
}

interface Place {
	/** Where agents are looked up by ID. */
	agentFolders: readonly string[];
	/** Undefined without an engine. */
	deploy?: (resources: Resource[]) => Promise<Deployment>;
}

/** Folders of a home whose files are looked up by ID. All else of a template goes into a folder of its own. */
const shared = /^(?:agents|policies)\//;
const deployable: Array<TemplateFileKind | undefined> = ['process', 'form', 'decision'];

/**
 * Installs a template, or updates it where it is installed: agents where agents are looked up, the rest in `templates/ID` beside it, processes also in
 * the engine. What the engine refuses is not written.
 * @throws TroupeError INPUT_INVALID, PROCESS_INVALID
 */
export async function installTemplate(
	{ template: asWritten, from }: Pick<FoundTemplate, 'template' | 'from'>,
	given: ParameterValues,
	dryRun: boolean,
	{ agentFolders, deploy }: Place,
): Promise<InstalledTemplate> {
	const home = findHome(agentFolders);
	const template = placeFiles(asWritten);
	const { id, version } = template;
	const own = join(home, 'templates', id);
	const earlier = readInstallation(own);
	const values = chooseValues(template, { ...listKnown(template, earlier), ...given });
	const plan = planFiles(template, values, home, earlier);
	if (!earlier) refuseForeign('The service', plan, 'Rename or remove these on the service, or install the template on a machine of yours.');
	const agents = plan.filter(({ kind }) => kind === 'agent').map(({ content }) => (JSON.parse(content!) as { id: string }).id);
	const files = plan.map(({ path, kind, action }) => ({ path, kind, action }));
	const told = { template: id, version, values, dryRun, files, agents };
	if (dryRun) return { ...told, deployed: [] };
	const resources = plan
		.filter(({ kind, action }) => deployable.includes(kind) && !action.startsWith('keep'))
		.map(({ path, content }) => ({ name: basename(path), content: content! }));
	const deployment = resources.length > 0 ? await deploy?.(resources) : undefined;
	write(home, plan);
	write(own, [{ path: installedFile, action: 'create', content: toRecord(template, from, values, plan) }]);
	const deployed = (deployment?.processes ?? []).map((one) => ({
		...{ processId: one.processId, version: one.version, processDefinitionKey: one.processDefinitionKey },
	}));
	return { ...told, deployed };
}

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
