import { knowledgeFromEnvironment } from './knowledge-host';

test('questions of searches are stored masked, or not at all', () => {
	const read = (value?: string) => knowledgeFromEnvironment({ TROUPE_SEARCH_QUESTIONS: value }).searchQuestions;
	expect([read(), read(' '), read('masked')]).toEqual([undefined, undefined, 'masked']);
});
