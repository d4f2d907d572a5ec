import type { Violation } from '../../../core/guardrails/policy/guard';

/** Returns in which text a violation is: the stage, and in a tool call the tool and the argument. */
export function describePlace({ stage, tool, argument }: Pick<Violation, 'stage' | 'tool' | 'argument'>): string {
	const call = [tool, argument].filter((part) => part !== undefined).join(': ');
	return call === '' ? stage : `${stage} (${call})`;
}
