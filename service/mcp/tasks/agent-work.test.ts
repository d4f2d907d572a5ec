import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { toResult } from './agent-work';

const outcome = {
	...{ kind: 'reply', reply: 'It takes three days [1].', conversationId: 'c', runId: 'r', agent: { id: 'a', version: '1' }, usage: {} },
	citations: [{ number: 1, documentId: 'd', title: 'Delivery times', text: '', start: 0, end: 1 }],
} as unknown as AgentOutcome;

test('a model that reads the text alone gets the sources of its numbers', () => {
	const [content] = toResult(outcome, new Set()).content;
	expect(content).toEqual({ type: 'text', text: 'It takes three days [1].\n\n[1] Delivery times' });
});
