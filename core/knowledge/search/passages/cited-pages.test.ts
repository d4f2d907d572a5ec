import { collectCitations } from '../../grounding';
import type { Passage } from '../../../ports/knowledge/passages';
import { findBestPage, findCitedPages } from './cited-pages';
import { describeHitPages, describePages } from './page-label';
import { addPages } from './passage-pages';

const first = 'The grinder is made of steel. Clean it every week.\n\nThe warranty of the machine lasts';
const second = ' two years and covers all spare parts.\n\nDescale the boiler every month with citric acid.';
const text = first + second;
const whole = { text, start: 100, end: 100 + text.length, page: 1 };
const known = [
	{ number: 1, start: 0, end: 100 + first.length },
	{ number: 2, start: 100 + first.length, end: 5_000 },
];
const passage: Passage = { ...addPages(whole, known), id: 'p', documentId: 'manual.pdf', title: 'Manual', score: 1 };

describe('the pages of a passage', () => {
	it('are those that its text stands on', () => {
		expect(passage.pages).toEqual([
			{ number: 1, start: 100, end: 100 + first.length },
			{ number: 2, start: 100 + first.length, end: 100 + text.length },
		]);
		const onSecond = { text: '\n\nDescale it.', start: 98 + first.length, end: 111 + first.length, page: 1 };
		expect(addPages(onSecond, known)).toEqual({ ...onSecond, page: 2 });
	});

	it('are not taken from another version of the document, nor made up', () => {
		expect(addPages({ ...whole, page: 7 }, known)).toEqual({ ...whole, page: 7 });
		const { page: _page, ...plain } = whole;
		expect(addPages(plain, known)).toEqual(plain);
		expect(addPages(whole, undefined)).toEqual(whole);
	});
});

describe('a citation', () => {
	it.each([
		['The boiler is descaled every month with citric acid.', { page: 2 }],
		['Clean the grinder every week.', { page: 1 }],
		['The warranty of the machine lasts two years and covers all spare parts.', { page: 1, pageTo: 2 }],
		['Bicycles are sold elsewhere.', { page: 1, pageTo: 2 }],
	])('names the page of: %s', (statement, pages) => expect(findCitedPages(passage, [statement])).toEqual(pages));

	it('names the page of the statement that its number stands behind', () => {
		const cited = (reply: string) => collectCitations(reply, [passage]).map(({ page, pageTo }) => [page, pageTo]);
		expect(cited('Hello! Descale the boiler every month [1].')).toEqual([[2, undefined]]);
		expect(cited('Clean it every week. [1] Descale the boiler monthly with citric acid. [1]')).toEqual([[1, 2]]);
	});

	it('is of the one page that a passage has', () => {
		expect(findCitedPages(whole, ['Descale the boiler.'])).toEqual({ page: 1 });
		expect(findCitedPages({ text, start: 0 }, ['x'])).toEqual({});
	});
});

it('the best page of a hit is the one whose sentence says most of the question', () => {
	expect(findBestPage('How often is the boiler descaled?', passage)).toBe(2);
	expect(findBestPage('How often is the grinder to be cleaned?', passage)).toBe(1);
	expect(findBestPage('Where are bicycles?', passage)).toBeUndefined();
	expect(findBestPage('How often is the boiler descaled?', whole)).toBeUndefined();
});

it('pages are written as people name them', () => {
	expect([describePages({}), describePages({ page: 2 }), describePages({ page: 1, pageTo: 2 })]).toEqual([
		undefined,
		'page 2',
		'pages 1–2',
	]);
	expect(describeHitPages({ page: 1, pageTo: 2, bestPage: 2 })).toBe('pages 1–2, best match on page 2');
});
