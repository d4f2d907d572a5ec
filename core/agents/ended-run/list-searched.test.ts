import type { TrailEntry } from '../loop/trail/trail-entry';
import { listSearched } from './list-searched';

const search = (collection: string, passages: number) => ({ collection, passages, mode: 'lexical' });
const prepared = (passages: number, ...questions: number[]) => ({
	...{ kind: 'prepared', search: search('house', passages) },
	questions: questions.map((count) => ({ text: '?', search: search('house', count) })),
});
const called = (passages: number, collection = 'house') => ({ kind: 'tool-finished', tool: 'find', search: search(collection, passages) });
const list = (entries: object[], reason: string | null = null) => listSearched(entries as TrailEntry[], { reason });
const house = (isUnanswered: boolean) => [{ collection: 'house', isUnanswered }];

it('says of each collection whether it had an answer', () => {
	expect(list([])).toEqual([]);
	expect(list([{ kind: 'prepared', questions: [] }])).toEqual([]);
	expect([list([prepared(3)]), list([prepared(0)])]).toEqual([house(false), house(true)]);
	expect(list([prepared(2), called(0, 'prices')])).toEqual([...house(false), { collection: 'prices', isUnanswered: true }]);
});

it('counts words that a model tried in vain as answered by those that found something, but no question of the customer', () => {
	expect([list([called(0), called(2)]), list([prepared(0), called(2)])]).toEqual([house(false), house(false)]);
	expect(list([prepared(3, 2, 0)])).toEqual(house(true));
});

it('takes the word of a model that the passages do not have the answer', () => {
	expect([list([prepared(3)], 'not-covered'), list([prepared(3)], 'no-citation')]).toEqual([house(true), house(false)]);
});

it('takes that word for the collection of the message, or for the only one, and for no other', () => {
	const prices = (isUnanswered: boolean) => ({ collection: 'prices', isUnanswered });
	expect(list([prepared(3), called(2, 'prices')], 'not-covered')).toEqual([...house(true), prices(false)]);
	expect(list([prepared(3), called(0, 'prices')], 'not-covered')).toEqual([...house(true), prices(true)]);
	expect(list([called(3), called(1)], 'not-covered')).toEqual(house(true));
	expect(list([called(3), called(2, 'prices')], 'not-covered')).toEqual([...house(false), prices(false)]);
	expect(list([called(0), called(2, 'prices')], 'not-covered')).toEqual([...house(true), prices(false)]);
});

it('leaves the searches of a called agent to its own run', () => {
	expect(list([{ kind: 'called', callId: 'c', entry: prepared(0) }])).toEqual([]);
});
