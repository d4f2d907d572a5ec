import type { FlowNode } from '../../bpmn/reading/process-model';
import { isJobType, jobResults } from '../../bpmn/job-types';
import { isReply, isWhole, pickResult } from '../build/jobs';
import type { AgentStep, NodeStep, Task } from '../tree/plan-tree';
import type { ValueFinder } from './find-values';
import { isObject, writeAt } from './unknown';

type Answer = Record<string, unknown>;

/** Returns the answer of a worker with which a step sets these values, by the tree alone: so a wrong mapping of the element is found. */
export function answerJob(step: Task, node: FlowNode | undefined, values: Answer, finder: ValueFinder): Answer {
	switch (step.kind) {
		case 'agent':
			return answerAsAgent(step, values);
		case 'node':
			return step.node !== undefined && isJobType(step.node) ? answerAsJobType(step, step.node, values) : answerAsNode(step, values);
		case 'http':
			return shapeResponse(step, node, values, finder);
		default:
			return values;
	}
}

/** Leaves the answer to a person. */
export const askPerson: Answer = { outcome: 'needs-human', reply: null, output: null };

function answerAsAgent({ writes = [] }: AgentStep, values: Answer): Answer {
	const reply = writes.find((field) => isReply(field, writes));
	const output = Object.fromEntries(Object.entries(values).filter(([name]) => name !== reply?.name));
	return { outcome: 'reply', ...(reply && { reply: values[reply.name] }), ...(Object.keys(output).length > 0 && { output }) };
}

function answerAsJobType({ writes = [] }: NodeStep, type: keyof typeof jobResults, values: Answer): Answer {
	const answer: Answer = {};
	for (const field of writes) writeAt(answer, pickResult(field, writes, jobResults[type]).split('.'), values[field.name]);
	return answer;
}

function answerAsNode({ writes = [] }: NodeStep, values: Answer): Answer {
	const [first] = writes;
	if (!first) return {};
	const value = isWhole(writes) ? values[first.name] : values;
	return first.type === 'list' && isWhole(writes) ? { items: value } : { item: value, items: [value] };
}

/** The worker of HTTP tasks makes its variables of the response, by the expression of the element. */
function shapeResponse({ writes = [] }: Task, node: FlowNode | undefined, values: Answer, finder: ValueFinder): Answer {
	const { resultExpression } = node?.headers ?? {};
	if (writes.length === 0 || resultExpression === undefined) return values;
	const response = { status: 200, headers: {}, body: isWhole(writes) ? values[writes[0]!.name] : values };
	const shaped = finder.evaluateWith(resultExpression.replace(/^=/, ''), (name) => (name === 'response' ? response : undefined));
	return isObject(shaped) ? shaped : {};
}
