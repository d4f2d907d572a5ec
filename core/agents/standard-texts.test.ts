import type { AgentDefinition } from './definition/agent-definition';
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

it('asks for no shorter question where a budget is used up', () => {
	const at = (limit: 'budget' | 'tokens', definition: object = {}) => chooseLimitText(definition as AgentDefinition, limit, 'en');
	expect(at('budget')).toMatch(/try again later/);
	expect(at('tokens')).toMatch(/shorter question/);
	expect(at('budget', { texts: { limitReached: { en: 'Closed.' } } })).toBe('Closed.');
});
