import { dirname, join } from 'node:path';
import type { TemplateNote } from '../../bpmn/templates/n8n/collect-fields';
import { generateTemplate } from '../../bpmn/templates/n8n/generate-template';
import { type NodeDescription, pickNewest } from '../../bpmn/templates/n8n/node-description';
import { readIcon } from '../../bpmn/templates/n8n/read-icon';
import { type DescribedPackage, readNodePackage } from '../../bpmn/templates/n8n/read-node-package';
import { whyNotATask } from '../../bpmn/templates/n8n/why-not-a-task';
import { TroupeError } from '../../core/base/errors';
import { findN8n, findNodePackage, type NodePackage } from '../../core/base/n8n-installation';
import { findNearName } from '../../core/base/text/near-name';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';
import { planTemplate, writeTemplate } from './template-folder';

/** The options of `troupe bpmn templates --package`. */
export interface NodeTemplateOptions {
	into: string;
	package: string;
	/** Names of nodes. Default: all that can be tasks. */
	node?: string[];
	/** The folder of n8n. */
	from?: string;
	target: '8.6' | '8.8';
	configurations?: boolean;
	json?: boolean;
}

/** What the command did, as `--json` prints it. */
interface Report {
	package: string;
	version: string;
	written: string[];
	unchanged: number;
	refused: Array<{ node: string; reason: string }>;
	notes: Array<TemplateNote & { node: string }>;
}

/** Writes an element template for each node of an installed package, and keeps the earlier versions of those that changed. */
export async function runNodeTemplates(options: NodeTemplateOptions, terminal: Terminal): Promise<ExitCode> {
	const described = readPackage(options, terminal);
	const report: Report = { package: described.name, version: described.version, written: [], unchanged: 0, refused: [], notes: [] };
	const folder = join(options.into, described.name);
	const planned = selectNodes(described, options.node).flatMap((node) => {
		const reason = whyNotATask(node);
		if (reason && options.node) throw notATask(node, reason);
		if (reason) {
			report.refused.push({ node: node.name, reason });
			return [];
		}
		const { template, notes } = generateTemplate(node, {
			packageName: described.name,
			packageVersion: described.version,
			target: options.target,
			credentials: options.configurations ? 'configurations' : 'names',
			credentialNames: described.credentialNames,
		});
		report.notes.push(...notes.map((note) => ({ node: node.name, ...note })));
		const icon = readIcon(node, described.name, described.folder);
		const plan = planTemplate(folder, node.name, icon ? { ...template, icon: { contents: icon } } : template);
		report.unchanged += plan ? 0 : 1;
		return plan ?? [];
	});
	for (const plan of planned) {
		writeTemplate(plan);
		report.written.push(plan.path);
	}
	print(report, options, terminal);
	return 0;
}

function readPackage({ package: name, from }: NodeTemplateOptions, terminal: Terminal): DescribedPackage {
	const environment = from === undefined ? terminal.environment : { ...terminal.environment, TROUPE_N8N: from };
	const n8n = findN8n(environment);
	const found = findNodePackage(n8n, name, environment);
	if (!found) throw notInstalled(name, n8n.folder);
	return readNodePackage(found) ?? refuseUndescribed(found);
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
	for (const { node, parameter, note } of report.notes) terminal.note(plain(`${node}: ${parameter} ${note}.`));
	const reasons = Map.groupBy(report.refused, ({ reason }) => reason);
	for (const [reason, refused] of reasons) {
		const names = refused.map(({ node }) => node);
		const list = names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');
		terminal.note(plain(`No template, because the node ${reason}: ${list}.`));
	}
	const counts = [countNouns(report.written.length, 'template'), report.unchanged > 0 ? `${report.unchanged} unchanged` : ''];
	terminal.note(`${counts.filter(Boolean).join(', ')} of ${plain(report.package)} ${plain(report.version)}.`);
	terminal.note('The templates contain texts and icons of that package: its licence decides who may have them.');
}

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

function refuseUndescribed({ name, folder }: NodePackage): never {
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The package "${name}" in ${folder} has no descriptions of its nodes (dist/types/nodes.json).`,
		fix: 'Run n8n-generate-metadata, a program of n8n-core, in a copy of the package, or ask its author to publish them.',
	});
}
