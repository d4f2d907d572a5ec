import type { CaseResult } from '../../core/evaluation/evaluation-result';
import type { JunitCase } from '../terminal/junit';

/** The time of a case is that of its run when it was recorded. */
export function toJunitCase({ case: name, passed, assertions, error, usage }: CaseResult, file: string): JunitCase {
	const one: JunitCase = { name, classname: file, durationMs: usage?.durationMs ?? 0 };
	if (error) return { ...one, problem: { kind: 'error', message: error.message, text: error.message } };
	if (passed) return one;
	const wrong = assertions.filter((each) => !each.passed);
	const text = wrong.map(({ assert, reason = '' }) => `${assert}: ${reason}`).join('\n');
	return { ...one, problem: { kind: 'failure', message: `does not hold: ${wrong.map(({ assert }) => assert).join(', ')}`, text } };
}
