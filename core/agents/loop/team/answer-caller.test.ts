import type { AgentOutcome } from '../../agent-outcome';
import { answerCaller } from './answer-caller';

const citation = { documentId: 'warranty.md', text: '', start: 0, end: 1 };
const outcome = (more: Partial<AgentOutcome>) =>
	({ kind: 'reply', reply: '24 months [1], 12 for grinders [2][3].', citations: [], ...more }) as AgentOutcome;

test('a caller gets the titles of the sources without numbers, which are those of no passage of its own', () => {
	const citations = [
		{ ...citation, number: 1, title: 'Warranty', page: 2 },
		{ ...citation, number: 2, title: 'Grinders' },
		{ ...citation, number: 3, title: 'Grinders' },
	];
	expect(answerCaller(outcome({ citations }), 'desk', 'en').text).toBe(
		'24 months, 12 for grinders.\n\nSources:\n- Warranty, p. 2\n- Grinders',
	);
});

test('brackets of an answer without sources stay', () => expect(answerCaller(outcome({}), 'desk', 'en').text).toContain('[2][3]'));
