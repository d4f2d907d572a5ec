import type { LintedFile } from '../../lint/lint-processes';
import { findLine } from '../../reading/read-process';
import { toFileProblem } from '../../reading/unreadable';
import { readDecisions } from '../reading/read-decisions';
import { ZeebeDecisions } from '../zeebe/zeebe-decisions';
import type { Finding } from '../../lint/finding';

/** Checks DMN files as Zeebe does at deployment. */
export async function lintDecisions(files: LintedFile[]): Promise<{ findings: Finding[]; decisionIds: string[] }> {
	const findings: Finding[] = [];
	const decisionIds: string[] = [];
	for (const { name: file, content } of files) {
		try {
			const model = await readDecisions(file, content);
			decisionIds.push(...model.decisions.map(({ id }) => id));
			for (const { elementId, line = findLine(content, elementId), message, fix } of new ZeebeDecisions(model, '8.6').check()) {
				findings.push({ file, elementId, line, severity: 'error', rule: 'dmn', message, fix });
			}
		} catch (error) {
			findings.push({ severity: 'error', rule: 'dmn', ...toFileProblem(file, error) });
		}
	}
	return { findings, decisionIds };
}
