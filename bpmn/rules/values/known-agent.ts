import type { Rule } from 'bpmnlint';
import { findNearName } from '../../../core/base/text/near-name';
import type { Deployment } from '../deployment';
import { findExtension, findTaskHeader, listElements, readJobType, readText } from '../moddle';

/** A misspelled agent ends each job with an incident. See docs/rules/known-agent.md. */
export function knownAgent({ agents }: Deployment): Rule {
	const known = [...(agents?.keys() ?? [])];
	return {
		check(node, reporter) {
			if (readJobType(node) !== 'troupe:agent') return;
			const input = listElements(findExtension(node, 'zeebe:IoMapping'), 'inputParameters').find(
				(one) => readText(one, 'target') === 'agent',
			);
			const named = findTaskHeader(node, 'agent') ?? /^=\s*"([^"]+)"$/.exec(readText(input, 'source'))?.[1] ?? '';
			const id = named.split('@')[0]!;
			// An agent that is not here may be on the worker's machine or in a registry; one that is nearly here is not.
			const near = known.includes(id) || id.includes(':') ? undefined : findNearName(id, known);
			if (near !== undefined)
				reporter.report(node.id ?? '', `names the agent "${id}", which does not exist here`, { fix: `Did you mean "${near}"?` });
		},
	};
}
