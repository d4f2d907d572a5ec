import type { NodeDescription } from './node-description';
import { shopNode } from '../../../test/support/bpmn/test-node';
import { whyNotATask } from './why-not-a-task';

test('a node with one input of items can be a task, even if one of its operations waits', () => {
	expect(whyNotATask(shopNode)).toBeUndefined();
});

test('a node that tools can be connected to can too', () => {
	const inputs = "={{ $parameter.hideTools ? ['main'] : ['main', { type: 'ai_tool' }] }}";
	expect(whyNotATask({ ...shopNode, inputs })).toBeUndefined();
});

test.each<[string, Partial<NodeDescription>, string]>([
	['a trigger', { group: ['trigger'], inputs: [] }, 'starts workflows'],
	['a node that polls', { polling: true }, 'starts workflows'],
	['a node whose inputs are an expression', { inputs: '={{ $parameter.inputs }}' }, 'depend on its parameters'],
	['an agent whose inputs are an expression', { inputs: "={{ [{ type: 'ai_languageModel', required: true }] }}" }, 'needs other nodes'],
	['a node with several inputs', { inputs: ['main', 'main'] }, 'several inputs'],
	['a node without inputs', { inputs: [] }, 'takes no items'],
	['a model', { inputs: [], outputs: ['ai_languageModel'] }, 'a part of other nodes'],
	['an agent', { inputs: ['main', { type: 'ai_languageModel' }] }, 'needs other nodes'],
	['a node that only waits', { properties: [] }, 'suspends its workflow'],
])('%s cannot', (_, changed, reason) => {
	expect(whyNotATask({ ...shopNode, ...changed })).toContain(reason);
});
