import type { AgentDefinition } from './definition/agent-definition';
import { chooseText } from './standard-texts';

const passOn = (definition: object) => chooseText(definition as AgentDefinition, 'notCovered', 'en');

describe('what an agent says when it passes a question on', () => {
	it('is about documents only where it has some', () => {
		expect(passOn({})).not.toContain('documents');
		for (const definition of [{ knowledge: { passages: 3 } }, { tools: { define: [{ kind: 'knowledge' }] } }])
			expect(passOn(definition)).toContain('documents');
		expect(passOn({ texts: { notCovered: { en: 'One moment.' } } })).toBe('One moment.');
	});
});
