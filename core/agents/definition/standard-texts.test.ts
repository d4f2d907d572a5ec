import type { LimitName } from '../agent-outcome';
import type { AgentDefinition } from './agent-definition';
import { chooseLimitText, chooseText } from './standard-texts';

const passOn = (definition: object) => chooseText(definition as AgentDefinition, 'notCovered', 'en');

describe('what an agent says when it passes a question on', () => {
	it('is about documents only where it has some', () => {
		expect(passOn({})).not.toContain('documents');
		for (const definition of [{ knowledge: { passages: 3 } }, { tools: { define: [{ kind: 'knowledge' }] } }])
			expect(passOn(definition)).toContain('documents');
		expect(passOn({ texts: { notCovered: { en: 'One moment.' } } })).toBe('One moment.');
	});
});

it('asks for a shorter question only at the limit of tokens, and to try again where time helps', () => {
	const at = (limit: LimitName, definition: object = {}) => chooseLimitText(definition as AgentDefinition, limit, 'en');
	expect(at('budget')).toMatch(/try again later/);
	expect(at('wall-clock')).toMatch(/try again later/);
	expect(at('tokens')).toMatch(/shorter question/);
	for (const limit of ['cost', 'model-calls', 'tool-calls', 'agent-calls', 'output-tokens'] as const)
		expect(at(limit)).toBe('I could not finish the answer, but a person can help you.');
	expect(at('budget', { texts: { limitReached: { en: 'Closed.' } } })).toBe('Closed.');
});
