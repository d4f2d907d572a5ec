import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { keysOfContext } from '../expressions/context-keys';
import type { Deployment } from '../deployment';
import { findExtension, readJobType, listElements, readText } from '../moddle';

/** An agent without limits may call models, and cost, without end. See docs/rules/agent-has-limits.md. */
export function agentHasLimits({ agents }: Deployment): Rule {
	return {
		check(node, reporter) {
			if (readJobType(node) !== 'troupe:agent') return;
			const who = agentWithoutLimits(node, agents);
			if (who === undefined) return;
			reporter.report(node.id ?? '', `runs ${who}, which has no limits`, {
				fix: 'Add "limits" to its definition, such as {"modelCalls": 3, "tokens": 16000, "wallClockMs": 60000}. An empty object uses the defaults.',
			});
		},
	};
}

function agentWithoutLimits(node: ModdleElement, agents: Deployment['agents']): string | undefined {
	const header = listElements(findExtension(node, 'zeebe:TaskHeaders'), 'values').find((one) => readText(one, 'key') === 'agent');
	const inputs = listElements(findExtension(node, 'zeebe:IoMapping'), 'inputParameters');
	const findSource = (target: string) =>
		readText(
			inputs.find((input) => readText(input, 'target') === target),
			'source',
		);
	const named = readText(header, 'value');
	if (named !== '') return unlimited(named, agents);
	const literal = /^="([^"]+)"$/.exec(findSource('agent'))?.[1];
	if (literal !== undefined) return unlimited(literal, agents);
	return keysOfContext(findSource('agentDefinition'))?.includes('limits') === false ? 'the definition in its inputs' : undefined;
}

/** An agent that is not known here may well have limits. */
function unlimited(id: string, agents: Deployment['agents']): string | undefined {
	const definition = agents?.get(id);
	if (typeof definition !== 'object' || definition === null) return undefined;
	const { limits } = definition as { limits?: unknown };
	return typeof limits === 'object' && limits !== null ? undefined : `the agent "${id}"`;
}
