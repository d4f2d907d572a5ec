import { renderPassages } from './passages-text';
import type { SearchHit } from '../search-request';

const hit = (more: Partial<SearchHit>): SearchHit => ({
	documentId: 'd',
	chunkId: 'c',
	score: 1,
	text: 'Two years.',
	start: 0,
	end: 10,
	title: 'Warranty',
	headingPath: [],
	metadata: {},
	scores: {},
	...more,
});

it('numbers passages, and says where each stands', () => {
	expect(renderPassages([hit({}), hit({ page: 3, headingPath: ['Machines', 'Grinders'], text: 'One year.' })])).toBe(
		'[1] Warranty\nTwo years.\n\n[2] Warranty, Machines › Grinders, page 3\nOne year.',
	);
	expect(renderPassages([])).toBe('');
});
