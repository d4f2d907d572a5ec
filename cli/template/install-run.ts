import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { checkValue, chooseValues, type ParameterValues } from '../../core/templates/parameter-values';
import { installedFile } from '../../core/templates/parse-template';
import type { Template, TemplateFileKind } from '../../core/templates/template';
import { type FoundTemplate, findTemplate } from '../../providers/compose/templates/find-template';
import {
	type FileAction,
	type Installation,
	isOlder,
	planFiles,
	type PlannedFile,
	readInstallation,
	refuseForeign,
	toInstallation,
	toWrites,
} from '../../providers/compose/templates/installation';
import { readTextFile } from '../terminal/read-text-file';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { rememberInstallation } from './installed-folders';
import { openTemplateHost } from './template-host';

/** Agents are looked up as FOLDER/ID.json or FOLDER/ID/agent.json. */
const agentFolder = (path: string): string => (path.endsWith('/agent.json') ? dirname(dirname(path)) : dirname(path));

export interface InstallOptions {
	into?: string;
	set?: ParameterValues;
	values?: string;
	dryRun?: boolean;
	/** An older version may take the place of a newer one. */
	allowOlder?: boolean;
	json?: boolean;
}

/** Installs a template, or updates it where it is installed. Exits with 1 if a person has to merge a file. */
export async function runTemplateInstall(name: string, options: InstallOptions, terminal: Terminal): Promise<ExitCode> {
	const found = await findTemplate(name, await openTemplateHost(terminal));
	for (const warning of found.warnings) terminal.note(`warning: ${printable(warning)}`);
	if (found.source === 'folder') terminal.note('warning: Nobody has signed this template. Read its files before you run them.');

	const folder = resolve(options.into ?? found.template.id);
	const earlier = readInstallation(folder);
	if (earlier && earlier.template !== found.template.id) throw otherTemplate(folder, earlier, found.template);
	if (!options.allowOlder && isOlder(found.template, earlier)) {
		if (!options.dryRun) throw older(folder, earlier!, found.template);
		terminal.note(
			`${found.template.id} ${earlier!.version} is there, and ${found.template.version} is older: installing it needs --allow-older.`,
		);
	}
	const values = await readValues(found.template, options, earlier, terminal);
	const plan = planFiles(found.template, values, folder, earlier);
	if (!earlier) refuseForeign(folder, plan, 'Choose another folder with --into, or move these files away.');

	if (!options.dryRun) {
		write(folder, plan);
		replaceFile(join(folder, installedFile), `${JSON.stringify(toInstallation(found.template, found.from, values, plan), null, '\t')}\n`);
		rememberInstallation(folder, terminal);
	}
	report(found, folder, values, plan, options, terminal);
	return plan.some(({ action }) => action === 'keep') ? 1 : 0;
}

/** Command line values come first, then the file's, then those of the earlier installation. A terminal is asked for the rest. */
async function readValues(
	template: Template,
	{ set, values }: InstallOptions,
	earlier: Installation | undefined,
	terminal: Terminal,
): Promise<ParameterValues> {
	const names = template.parameters.map(({ name }) => name);
	// A newer version may have dropped a parameter.
	const known = Object.fromEntries(Object.entries(earlier?.values ?? {}).filter(([name]) => names.includes(name)));
	const given: ParameterValues = { ...known, ...(values === undefined ? {} : await readValuesFile(values)), ...set };
	for (const parameter of template.parameters) {
		if (!terminal.ask || given[parameter.name] !== undefined || parameter.default !== undefined) continue;
		const choices = parameter.choices ? ` (${parameter.choices.join(', ')})` : '';
		const answer = (await terminal.ask(`${printable(parameter.title + choices)}: `)).trim();
		if (answer !== '' && checkValue({ ...parameter, type: 'text' }, answer) === undefined) given[parameter.name] = answer;
	}
	return chooseValues(template, given);
}

async function readValuesFile(path: string): Promise<ParameterValues> {
	const text = await readTextFile(path);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw wrongValues(`${path} is not JSON: ${getErrorMessage(cause)}`, cause);
	}
	const isFlat = typeof value === 'object' && value !== null && !Array.isArray(value);
	if (isFlat && Object.values(value as object).every((one) => ['string', 'number', 'boolean'].includes(typeof one)))
		return value as ParameterValues;
	throw wrongValues(`${path} does not hold values of parameters`);
}

const wrongValues = (problem: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${problem}.`,
		fix: 'Write a JSON object of texts, numbers and booleans, such as {"company": "Casa Aurora"}.',
		cause,
	});

function otherTemplate(folder: string, earlier: Installation, { id }: Template): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${folder} holds the template ${earlier.template} ${earlier.version}, not ${id}.`,
		fix: 'Choose another folder with --into.',
	});
}

/** A range such as `NAME@1` can name an older version than the one that is there. */
function older(folder: string, earlier: Installation, { id, version }: Template): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${folder} holds ${id} ${earlier.version}, and ${version} is older.`,
		fix: 'Name a newer version, or allow it with --allow-older.',
	});
}

function write(folder: string, plan: readonly PlannedFile[]): void {
	makeFolder(folder);
	const { writes, removals } = toWrites(folder, plan);
	removals.forEach((path) => rmSync(path));
	for (const { path, content } of writes) {
		makeFolder(dirname(path));
		replaceFile(path, content);
	}
}

const actionTexts: Record<FileAction, string> = {
	create: 'created',
	replace: 'replaced',
	same: 'unchanged',
	'keep-own': 'kept with your changes',
	keep: 'kept with your changes; the new one is beside it as .new',
	remove: 'removed, because the template no longer has it',
	'keep-removed': 'kept with your changes, although the template no longer has it',
};

function report(
	{ template, source, from }: FoundTemplate,
	folder: string,
	values: ParameterValues,
	plan: readonly PlannedFile[],
	{ json, dryRun = false }: InstallOptions,
	terminal: Terminal,
): void {
	const { id, version } = template;
	if (json) {
		const files = plan.map(({ path, kind, action }) => ({ path, kind, action }));
		return terminal.print(JSON.stringify({ template: id, version, source, from, folder, dryRun, values, files }, null, '\t'));
	}
	terminal.print(`${dryRun ? 'would install' : 'installed'} ${id} ${version} in ${folder}`);
	for (const { path, action } of plan) terminal.print(`  ${printable(path)}: ${actionTexts[action]}`);
	for (const step of nextSteps(folder, plan)) terminal.note(step);
}

/** Returns what a person does next with the files of a template, one line each. */
function nextSteps(folder: string, plan: readonly PlannedFile[]): string[] {
	const byKind = (kind: TemplateFileKind) => plan.filter((file) => file.kind === kind).map(({ path }) => join(folder, ...path.split('/')));
	const [agent] = byKind('agent');
	const [process] = byKind('process');
	const [testCase] = byKind('case');
	const [workflow] = byKind('workflow');
	return [
		...(agent ? [`agents: set TROUPE_AGENTS=${agentFolder(agent)}, or publish each with \`troupe manifest publish FILE\``] : []),
		...(testCase ? [`try it without a key: troupe process test ${testCase}`] : []),
		...(process ? [`run it: troupe process run ${[process, ...byKind('form'), ...byKind('decision')].join(' ')}`] : []),
		...(workflow ? [`in n8n's editor: menu …, Import, From file, ${workflow}`] : []),
		...(workflow && agent ? [`agents for n8n: copy ${agentFolder(agent)} to .n8n/troupe/agents in n8n's user folder`] : []),
	];
}
