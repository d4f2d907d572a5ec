import type { LintedFile, LintOptions } from '../../bpmn/lint/lint-processes';
import { parseWorkflows, type Workflow } from '../../bpmn/rules/calls/workflow';
import { TroupeError } from '../../core/base/errors';
import { agentFolders } from '../../core/base/home-folders';
import { readAgentDefinitions } from '../../providers/files/agent-definitions';
import { openNodeReasons } from '../../engine-adapter/deployment/installed-nodes';
import { readTextFile } from '../terminal/read-text-file';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import type { Finding } from '../../bpmn/lint/finding';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LintSettings } from '../../bpmn/lint/lint-settings';

const fileName = '.bpmnlintrc';

/**
 * Reads which rules apply: from the named file, otherwise from that of the working folder, as bpmnlint does, or beside the first model, as
 * modelers do. What Troupe does not have is noted.
 * @throws TroupeError INPUT_INVALID
 */
async function readLintSettings(named: string | undefined, files: string[], terminal: Terminal): Promise<LintSettings | undefined> {
	const file = named ?? [fileName, join(dirname(files[0] ?? ''), fileName)].find((path) => existsSync(path));
	if (file === undefined) return undefined;
	const { parseLintSettings } = await import('../../bpmn/lint/lint-settings');
	const settings = await parseLintSettings(await readTextFile(file), file);
	for (const name of settings.unknown) terminal.note(printable(`warning: ${file}: "${name}" is not part of Troupe and is left out.`));
	return settings;
}

export interface LintCommandOptions extends Omit<LintOptions, 'settings'> {
	files: string[];
	/** The path of a configuration as bpmnlint reads it. Default: `.bpmnlintrc` of the working folder, or beside the first file. */
	config?: string;
	json?: boolean;
}

/** Checks the files as one deployment and prints the findings. */
export async function runLint({ files, json, config, ...options }: LintCommandOptions, terminal: Terminal): Promise<ExitCode> {
	const { lintDeployment } = await import('../../engine-adapter/lint-before-deploy');
	const settings = await readLintSettings(config, files, terminal);
	const all = await Promise.all(files.map(async (name) => ({ name, content: await readTextFile(name) })));
	const models = all.filter((file) => !isWorkflowFile(file));
	const workflows = all.filter(isWorkflowFile).flatMap(readWorkflows);
	const agents = await readAgentDefinitions(agentFolders(terminal.environment), terminal);
	const whyNoTask = openNodeReasons(terminal.environment, true);
	const findings = await lintDeployment(models, { ...options, settings, agents, workflows, whyNoTask });
	const errors = findings.filter(({ severity }) => severity === 'error').length;
	const warnings = findings.length - errors;
	if (json) terminal.print(JSON.stringify({ errors, warnings, findings }));
	else for (const line of reportLines(findings, { files: files.length, errors, warnings }, terminal)) terminal.print(line);
	return errors === 0 ? 0 : 1;
}

const isWorkflowFile = ({ name }: LintedFile) => name.endsWith('.json');

/** @throws TroupeError INPUT_INVALID for a file that n8n did not export */
function readWorkflows({ name, content }: LintedFile): Workflow[] {
	const workflows = parseWorkflows(content);
	if (workflows) return workflows;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is not a workflow that n8n exported: expected JSON with "name" and "nodes".`,
		fix: 'Pass a file that "Download" in the menu of the workflow, or `n8n export:workflow`, wrote.',
	});
}

function reportLines(findings: Finding[], counts: { files: number; errors: number; warnings: number }, terminal: Terminal): string[] {
	const lines: string[] = [];
	let file: string | undefined;
	for (const finding of findings) {
		if (finding.file !== file) lines.push(...(file === undefined ? [] : ['']), terminal.style('underline', printable(finding.file)));
		file = finding.file;
		lines.push(...findingLines(finding, terminal));
	}
	if (findings.length > 0) lines.push('');
	const format = counts.errors > 0 ? 'red' : counts.warnings > 0 ? 'yellow' : 'green';
	const summary = `${countNouns(counts.errors, 'error')}, ${countNouns(counts.warnings, 'warning')} in ${countNouns(counts.files, 'file')}`;
	return [...lines, terminal.style(format, summary)];
}

function findingLines({ line, severity, elementId, message, rule, fix }: Finding, terminal: Terminal): string[] {
	const mark = severity === 'error' ? terminal.style('red', 'error  ') : terminal.style('yellow', 'warning');
	const place = String(line ?? '').padStart(6);
	const subject = elementId === undefined ? '' : `${printable(elementId)}: `;
	return [
		`${place}  ${mark}  ${subject}${printable(message)}  ${terminal.style('dim', rule)}`,
		terminal.style('dim', `${' '.repeat(17)}fix: ${printable(fix)}`),
	];
}
