import { dirname, join, extname, relative } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Answers, TemplateNote } from '../../bpmn/templates/n8n/collect-fields';
import { generateTemplate, revisionsOfVersion } from '../../bpmn/templates/n8n/generate-template';
import { type NodeDescription, pickNewest } from '../../bpmn/templates/n8n/node-description';
import { type DescribedPackage, nameCredentials, readNodePackage } from '../../bpmn/templates/n8n/read-node-package';
import { readValues } from '../../bpmn/templates/n8n/lists/read-values';
import type { NodeTemplate } from '../../bpmn/templates/n8n/template-document';
import { whyNotATask } from '../../bpmn/templates/n8n/why-not-a-task';
import { TroupeError } from '../../core/base/errors';
import { findN8n, findNodePackage, type NodePackage } from '../../core/base/n8n-installation';
import { findNearName } from '../../core/base/text/near-name';
import { countNouns } from '../terminal/format-text';
import { makeFolder, replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import type { ListResolver, ResolvedList, UnresolvedList } from './list-resolver';
import type { openListResolver } from './open-list-resolver';

/** A template for a folder, and its predecessor there, which is kept. */
interface PlannedTemplate {
	path: string;
	template: NodeTemplate;
	earlier?: { path: string; template: NodeTemplate };
}

/**
 * Decides what writing a template changes: a new one takes the next version, so existing models keep their form until a person updates them.
 * @returns undefined if the folder has it already @throws TroupeError INPUT_INVALID if the folder has one of a newer version of the node, or a
 * file that is not a template
 */
function planTemplate(folder: string, name: string, generated: NodeTemplate): PlannedTemplate | undefined {
	const path = join(folder, `${name}.json`);
	const present = readTemplate(path);
	if (!present) return { path, template: generated };
	if (isDeepStrictEqual({ ...present, version: 0 }, { ...asWritten(generated), version: 0 })) return undefined;
	if (versionOf(present) > versionOf(generated)) throw olderNode(path, present, generated);
	const version = Math.max(generated.version, present.version + 1);
	const earlier = { path: join(folder, 'versioned', `${name}-${present.version}.json`), template: present };
	return { path, template: { ...generated, version }, earlier };
}

/** Writes the earlier version first: a person who stops the command loses none. */
function writeTemplate({ path, template, earlier }: PlannedTemplate): void {
	for (const one of earlier ? [earlier, { path, template }] : [{ path, template }]) {
		makeFolder(dirname(one.path));
		replaceFile(one.path, `${JSON.stringify(one.template, null, '\t')}\n`);
	}
}

/** The version of the node, in tenths: n8n counts its small changes in tenths. */
const versionOf = ({ version }: NodeTemplate): number => Math.floor((version * 10) / revisionsOfVersion);

const asWritten = (template: NodeTemplate): NodeTemplate => JSON.parse(JSON.stringify(template)) as NodeTemplate;

function readTemplate(path: string): NodeTemplate | undefined {
	if (!existsSync(path)) return undefined;
	try {
		const template = JSON.parse(readFileSync(path, 'utf8')) as NodeTemplate;
		if (Number.isInteger(template.version) && Array.isArray(template.properties)) return template;
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} is not an element template.`,
		fix: 'Move the file away, or choose another folder with --into.',
	});
}

const olderNode = (path: string, present: NodeTemplate, generated: NodeTemplate) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} was made from version ${versionOf(present) / 10} of the node, but this n8n has ${versionOf(generated) / 10}.`,
		fix: 'Use the newer n8n (--from), or another folder (--into).',
	});

/** Each diagram contains the icons of its tasks. */
const maxBytes = 64 * 1024;

const mediaTypes: Record<string, string> = { '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg' };

export interface NodeTemplateOptions {
	into: string;
	package: string;
	/** Names of nodes. Default: all that can be tasks. */
	node?: string[];
	/** The folder of n8n. */
	from?: string;
	target: '8.6' | '8.8';
	configurations?: boolean;
	/** Fills in the lists of services: with these stored credentials, or with those that fit. */
	resolve?: true | string[];
	/** `name=value`: what forms begin with, and what lists depend on. */
	set?: string[];
	json?: boolean;
}

interface Report {
	package: string;
	version: string;
	written: string[];
	unchanged: number;
	refused: Array<{ node: string; reason: string }>;
	notes: Array<TemplateNote & { node: string }>;
	/** Only with --resolve. */
	lists?: { resolved: Array<ResolvedList & { node: string }>; unresolved: Array<UnresolvedList & { node: string }> };
}

/** Writes an element template for each node of an installed package, and keeps the earlier versions of those that changed. */
export async function runNodeTemplates(options: NodeTemplateOptions, terminal: Terminal): Promise<ExitCode> {
	const located =
		options.from === undefined ? terminal : { ...terminal, environment: { ...terminal.environment, TROUPE_N8N: options.from } };
	const described = await readPackage(options, located);
	const nodes = selectNodes(described, options.node);
	const values = readSetValues(options, nodes);
	const resolver = options.resolve ? await openResolver(described.name, options.resolve, located) : undefined;
	const { name, version } = described;
	const report: Report = {
		package: name,
		version,
		written: [],
		unchanged: 0,
		refused: [],
		notes: [],
		...(resolver && { lists: noLists() }),
	};
	const planned: PlannedTemplate[] = [];
	for (const node of nodes) {
		const reason = whyNotATask(node);
		if (reason && options.node) throw notATask(node, reason);
		if (reason) {
			report.refused.push({ node: node.name, reason });
			continue;
		}
		const answers = { values, lists: resolver && (await resolveLists(resolver, node, values, report)) };
		const plan = planNode(node, described, { ...options, answers }, report);
		report.unchanged += plan ? 0 : 1;
		planned.push(...(plan ? [plan] : []));
	}
	for (const plan of planned) {
		writeTemplate(plan);
		report.written.push(plan.path);
	}
	print(report, options, terminal);
	return 0;
}

function planNode(
	node: NodeDescription,
	described: DescribedPackage,
	{ into, target, configurations, answers }: NodeTemplateOptions & { answers: Answers },
	report: Report,
): PlannedTemplate | undefined {
	const { template, notes } = generateTemplate(node, {
		packageName: described.name,
		packageVersion: described.version,
		target,
		answers,
		credentials: configurations ? 'configurations' : 'names',
		credentialNames: described.credentialNames,
	});
	report.notes.push(...notes.map((note) => ({ node: node.name, ...note })));
	const icon = readIcon(node, described.name, described.folder);
	return planTemplate(join(into, described.name), node.name, icon ? { ...template, icon: { contents: icon } } : template);
}

async function resolveLists(resolver: ListResolver, node: NodeDescription, values: Record<string, unknown>, { lists: report }: Report) {
	const { lists, resolved, unresolved } = await resolver.resolve(node, values);
	report?.resolved.push(...resolved.map((one) => ({ node: node.name, ...one })));
	report?.unresolved.push(...unresolved.map((one) => ({ node: node.name, ...one })));
	return lists;
}

const noLists = (): NonNullable<Report['lists']> => ({ resolved: [], unresolved: [] });

async function openResolver(...[name, credentials, terminal]: Parameters<typeof openListResolver>): Promise<ListResolver> {
	const { openListResolver } = await import('./open-list-resolver');
	return openListResolver(name, credentials, terminal);
}

/** @throws TroupeError INPUT_INVALID unless they are for one node */
function readSetValues({ set = [] }: NodeTemplateOptions, nodes: NodeDescription[]): Record<string, unknown> {
	const [only, ...others] = nodes;
	if (set.length === 0 || only === undefined) return {};
	if (others.length === 0) return readValues(set, only);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `--set is for one node; ${countNouns(nodes.length, 'node')} are chosen.`,
		fix: 'Name the node: --node jira.',
	});
}

/** A package can ship its descriptions. Otherwise its classes say them, in a process of their own. */
async function readPackage({ package: name }: NodeTemplateOptions, terminal: Terminal): Promise<DescribedPackage> {
	const n8n = findN8n(terminal.environment);
	const installed = findNodePackage(n8n, name, terminal.environment);
	if (!installed) throw notInstalled(name, n8n.folder);
	return readNodePackage(installed) ?? (await loadDescriptions(installed, terminal));
}

async function loadDescriptions(installed: NodePackage, terminal: Terminal): Promise<DescribedPackage> {
	const { openHost } = await import('../host');
	const { describePackage } = await import('../../providers/compose/nodes/ask-package');
	terminal.note(printable(`${installed.name} ships no descriptions: its nodes are loaded in a process of their own.`));
	const { nodes, credentials } = await describePackage(installed, await openHost(terminal), terminal.stop);
	return { ...installed, nodes: nodes as NodeDescription[], credentialNames: nameCredentials(credentials) };
}

function selectNodes({ name, nodes }: DescribedPackage, names: string[] | undefined): NodeDescription[] {
	const newest = pickNewest(nodes);
	if (!names) return newest;
	return names.map((wanted) => {
		// n8n's full name is accepted too: it is in each workflow.
		const short = wanted.startsWith(`${name}.`) ? wanted.slice(name.length + 1) : wanted;
		return newest.find((node) => node.name === short) ?? refuseUnknown(short, name, newest);
	});
}

function print(report: Report, { json }: NodeTemplateOptions, terminal: Terminal): void {
	if (json) return terminal.print(JSON.stringify(report));
	for (const path of report.written) terminal.print(path);
	for (const { node, parameter, note } of report.notes) terminal.note(printable(`${node}: ${parameter} ${note}.`));
	for (const [reason, refused] of Map.groupBy(report.refused, (one) => one.reason))
		terminal.note(printable(`No template, because the node ${reason}: ${listSome(refused.map(({ node }) => node))}.`));
	for (const { node, parameter, choices } of report.lists?.resolved ?? [])
		terminal.note(printable(`${node}: ${parameter} has the ${countNouns(choices, 'entry').replace(/entrys$/, 'entries')} of the service.`));
	for (const [reason, lists] of Map.groupBy(report.lists?.unresolved ?? [], (one) => one.reason))
		terminal.note(printable(`No list for ${listSome(lists.map(({ node, parameter }) => `${node}.${parameter}`))}. ${reason}`));
	const counts = [countNouns(report.written.length, 'template'), report.unchanged > 0 ? `${report.unchanged} unchanged` : ''];
	terminal.note(`${counts.filter(Boolean).join(', ')} of ${printable(report.package)} ${printable(report.version)}.`);
	terminal.note('The templates contain texts and icons of that package: its licence decides who may have them.');
}

const listSome = (names: string[]): string =>
	names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');

const notATask = ({ name }: NodeDescription, reason: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `The node "${name}" cannot be a task: it ${reason}.`, fix: 'Choose another node.' });

function refuseUnknown(wanted: string, packageName: string, nodes: NodeDescription[]): never {
	const near = findNearName(
		wanted,
		nodes.map(({ name }) => name),
	);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The package ${packageName} has no node "${wanted}".`,
		fix: near ? `Use --node ${near}.` : 'Use the name in the type of the node: slack for n8n-nodes-base.slack.',
	});
}

const notInstalled = (name: string, folder: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The package "${name}" is not installed in ${dirname(folder)} or among the community packages.`,
		fix: 'Install it in n8n, or name the n8n that has it with --from DIR. N8N_USER_FOLDER names the folder of community packages.',
	});

/** Returns the icon of a node as a data URL. Undefined if its package has no file for it, or a very large one. */
function readIcon({ iconUrl }: NodeDescription, packageName: string, folder: string): string | undefined {
	const path = typeof iconUrl === 'object' ? iconUrl.light : iconUrl;
	const start = `icons/${packageName}/`;
	if (!path?.startsWith(start)) return undefined;
	const file = join(folder, path.slice(start.length));
	const mediaType = mediaTypes[extname(file).toLowerCase()];
	if (!mediaType || relative(folder, file).startsWith('..') || !existsSync(file)) return undefined;
	const bytes = readFileSync(file);
	return bytes.length > maxBytes ? undefined : `data:${mediaType};base64,${bytes.toString('base64')}`;
}
