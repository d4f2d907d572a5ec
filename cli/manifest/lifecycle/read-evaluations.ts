import { countNouns } from '../../terminal/format-text';
import { getErrorMessage } from '../../../core/base/errors';
import { readEditedFile } from '../../../core/base/text/read-edited-file';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { describeEvaluation, evaluationKind, type EvaluationStatement } from '../../../manifests/evidence/evaluation-statement';
import { type Evidence, readEvidence } from '../../../manifests/evidence/read-evidence';
import { checkEvaluationRules, type EvaluationRule } from '../../../manifests/evidence/evaluation-rule';
import { printable, type Terminal } from '../../terminal/terminal';
import { wrongUse } from '../shared/open-registry';
import { describeReadFault } from '../../terminal/system-errors';

/** Verified under the approver's own root. @throws TroupeError INPUT_INVALID, TOKEN_INVALID */
export function readEvaluations(files: readonly string[], root: RootDocument): Array<Evidence<EvaluationStatement>> {
	return files.map((file) => readEvidence(`The result in ${file}`, evaluationKind, Buffer.from(readFile(file), 'latin1'), root));
}

export function showEvaluations(evaluations: ReadonlyArray<Evidence<EvaluationStatement>>, { note }: Pick<Terminal, 'note'>): void {
	for (const evaluation of evaluations) {
		const { agent } = evaluation.facts;
		note(printable(`evaluation of ${agent.id} ${agent.version}: ${describeApproved(describeEvaluation(evaluation))}`));
	}
}

export const describeApproved = ({ set, passed, cases, evaluatedAt, sha256 }: ReturnType<typeof describeEvaluation>): string =>
	`${set}, ${passed} of ${countNouns(cases, 'case')} pass, ${evaluatedAt}, ${sha256.slice(0, 12)}`;

/** @throws TroupeError INPUT_INVALID */
export function readRules(file: string): EvaluationRule[] {
	const text = readFile(file);
	const rules = parseRules(text, file);
	if (Array.isArray(rules)) return checkEvaluationRules(rules as EvaluationRule[]);
	throw wrongUse(`${file} does not hold a list of rules`, 'Write it as [{"set": "Support", "minPass": 1, "notWorseThanApproved": true}].');
}

function parseRules(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw wrongUse(`${file} is not JSON: ${getErrorMessage(cause)}`, 'Correct the file.', cause);
	}
}

function readFile(file: string): string {
	try {
		return readEditedFile(file).trim();
	} catch (cause) {
		throw wrongUse(`${file} cannot be read: ${describeReadFault(cause)}`, 'Name an existing file.', cause);
	}
}
