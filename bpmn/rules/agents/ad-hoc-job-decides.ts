import type { Rule } from 'bpmnlint';
import { findUndecidedJob } from '../../validate/validate-ad-hoc';
import { readJobType } from '../moddle';

/** The job of an ad-hoc sub-process must choose elements, or the sub-process ends without any. See docs/rules/ad-hoc-job-decides.md. */
export function adHocJobDecides(): Rule {
	return {
		check(node, reporter) {
			const problem = node.$type === 'bpmn:AdHocSubProcess' ? findUndecidedJob(readJobType(node)) : undefined;
			if (problem) reporter.report(node.id ?? '', problem.message, { fix: problem.fix });
		},
	};
}
