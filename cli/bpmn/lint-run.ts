import type { Finding, LintOptions } from '../../bpmn/lint/lint-processes';
import { agentFolders } from '../../core/base/home';
import { readAgentDefinitions } from '../agent/read-agents';
import { openNodeReasons } from './installed-nodes';
import { readTextFile } from '../terminal/read-text-file';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';

/** The options of `troupe bpmn lint`. */
export interface LintCommandOptions extends LintOptions {
	files: string[];
	json?: boolean;
}

/** Checks the files as one deployment and prints the findings. */
export async function runLint({ files, json, ...options }: LintCommandOptions, terminal: Terminal): Promise<ExitCode> {
	const { lintDeployment } = await import('../../engine-adapter/lint-first');
	const models = await Promise.all(files.map(async (name) => ({ name, content: await readTextFile(name) })));
	const agents = await readAgentDefinitions(agentFolders(terminal.environment), terminal);
	const findings = await lintDeployment(models, { ...options, agents, whyNoTask: openNodeReasons(terminal.environment) });
	const errors = findings.filter(({ severity }) => severity === 'error').length;
	const warnings = findings.length - errors;
	if (json) terminal.print(JSON.stringify({ errors, warnings, findings }));
	else for (const line of reportLines(findings, { files: files.length, errors, warnings }, terminal)) terminal.print(line);
	return errors === 0 ? 0 : 1;
}

function reportLines(findings: Finding[], counts: { files: number; errors: number; warnings: number }, terminal: Terminal): string[] {
	const lines: string[] = [];
	let file: string | undefined;
	for (const finding of findings) {
		if (finding.file !== file) lines.push(...(file === undefined ? [] : ['']), terminal.style('underline', plain(finding.file)));
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
	const subject = elementId === undefined ? '' : `${plain(elementId)}: `;
	return [
		`${place}  ${mark}  ${subject}${plain(message)}  ${terminal.style('dim', rule)}`,
		terminal.style('dim', `${' '.repeat(17)}fix: ${plain(fix)}`),
	];
}
