import type { Rule } from 'bpmnlint';
import { jobTypes } from '../../job-types';
import type { Deployment } from '../deployment';
import { isExpression, readJobType } from '../moddle';

/** Jobs of a type without a worker wait forever. See docs/rules/known-job-type.md. */
export function knownJobType({ jobTypes: others }: Deployment): Rule {
	const known = [...jobTypes, ...(others ?? [])];
	return {
		check(node, reporter) {
			const type = readJobType(node);
			if (type === '' || isExpression(type) || known.includes(type) || type.startsWith('io.camunda')) return;
			// Whatever looks like Troupe's must be; other types are known only where the list of them is.
			if (others === undefined && !/^troupe\b/i.test(type)) return;
			reporter.report(node.id ?? '', `has the job type "${type}", which no worker serves`, {
				fix: `Use one of: ${known.join(', ')}. If your own worker serves the type, pass it with --job-types, and deploy with --no-lint.`,
			});
		},
	};
}
