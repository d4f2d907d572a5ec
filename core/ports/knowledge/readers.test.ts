import type { Metadata } from './filter/filter';
import { isReaderName, mayFind, nameAsker, intersectAskers, readAccess } from './readers';

describe('names of readers', () => {
	it.each(['person:ana@x', 'group:hr', 'group:/Staff/HR team', 'claim:dept=sales', 'claim:realm.unit=a=b'])('%s is one', (name) =>
		expect(isReaderName(name)).toBe(true),
	);
	it.each(['', 'ana', 'group:', 'claim:dept', 'claim:=x', 'Group:hr', 'group:hr\n', ' group:hr', 7, null, `group:${'x'.repeat(300)}`])(
		'%j names no reader',
		(name) => expect(isReaderName(name)).toBe(false),
	);
});

it('reads who finds a document, and until when: a date ends with its day', () => {
	expect(readAccess({ year: 2026 })).toEqual({});
	expect(readAccess({ readers: 'group:hr', validUntil: '2026-12-31' })).toEqual({
		readers: ['group:hr'],
		validUntil: Date.UTC(2027, 0, 1),
	});
	expect(readAccess({ validUntil: '2026-12-31T18:00' })).toEqual({ validUntil: Date.UTC(2026, 11, 31, 18) });
});

it.each<Metadata>([
	{ readers: 'hr' },
	{ readers: 5 },
	{ readers: ['group:hr', 'hr'] },
	{ validUntil: 'soon' },
	{ validUntil: '2026-02-31x' },
	{ validUntil: true },
])('says what is wrong with %j, which nobody finds', (metadata) => {
	expect(readAccess(metadata)).toContain('; expected ');
	expect(mayFind(metadata, 'operator', 0)).toBe(false);
});

it('lets nobody but the operator find what has an empty list of readers', () => {
	expect(mayFind({ readers: [] }, ['group:hr'], 0)).toBe(false);
	expect(mayFind({ readers: [] }, 'operator', 0)).toBe(true);
});

it('names a person and groups, and leaves out what cannot be a name', () => {
	expect(nameAsker({ person: '42', groups: ['hr', '', 'hr', 'a\nb'] })).toEqual(['person:42', 'group:hr']);
	expect(nameAsker({})).toEqual([]);
});

it('never widens a run that is continued', () => {
	expect(intersectAskers(['group:hr', 'person:a'], ['person:a', 'group:all'])).toEqual(['person:a']);
	expect(intersectAskers(['group:hr'], 'operator')).toEqual(['group:hr']);
	expect(intersectAskers(['group:hr'], undefined)).toEqual(['group:hr']);
	expect(intersectAskers('operator', ['group:hr'])).toEqual(['group:hr']);
});
