import { findRegion, isWithin, parseRegions, readServer } from './regions';

const regions = parseRegions(['api.example.com=us', '*.example.com=br', '*.eu.example.com=eu-west', 'n8n=br', '10.0.0.7=br']);

it.each([
	['api.example.com', 'us'],
	['other.example.com', 'br'],
	['a.b.eu.example.com', 'eu-west'],
	['example.com', undefined],
	['api.example.com.evil.test', undefined],
	['evilexample.com', undefined],
	['10.0.0.7', 'br'],
])('finds the region of %s: %s', (server, region) => {
	expect(findRegion(regions, server)).toBe(region);
});

it.each([
	['br', 'other.example.com', true],
	['br', 'api.example.com', false],
	['eu', 'x.eu.example.com', true],
	['eu-west', 'x.eu.example.com', true],
	['e', 'x.eu.example.com', false],
	['br', 'unknown.test', false],
	['br', undefined, false],
	['br', '127.0.0.1', true],
	['br', 'localhost', true],
])('data of %s may go to %s: %s', (label, server, isAllowed) => {
	expect(isWithin(label, server, regions)).toBe(isAllowed);
});

it.each(['api.example.com', 'api.example.com=', '=br', 'https://api.example.com=br', 'api.example.com=BR!', 'a.test=br,b', '*=br'])(
	'refuses the entry %s',
	(entry) => {
		expect(() => parseRegions([entry])).toThrow(/TROUPE_REGIONS has/);
	},
);

it('takes names of services with an underscore, as Docker gives them', () => {
	const named = parseRegions(['llm_server=br', '*.my_net=br', '_dns.test=us']);
	expect(['llm_server', 'a.my_net', '_dns.test'].map((server) => findRegion(named, server))).toEqual(['br', 'br', 'us']);
});

it('refuses a server that is in two regions', () => {
	expect(() => parseRegions(['a.test=br', 'A.test=us'])).toThrow(/each server once/);
});

it('reads servers of addresses without their passwords', () => {
	expect(readServer('postgres://user:secret@DB.example.com:5432/troupe')).toBe('db.example.com');
	expect(readServer('http://[::1]:11434')).toBe('::1');
	expect(readServer('postgres:///troupe')).toBeUndefined();
});
