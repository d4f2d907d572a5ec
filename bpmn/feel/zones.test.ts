import { readZone } from './zones';

/** As Zeebe 8.6.0 and 8.8.21 read them in `@"10:00:00@…"`. */
test.each([
	['Z', '+00:00', undefined],
	['+02:00', '+02:00', undefined],
	['UTC', 'UTC', 'UTC'],
	['UT', 'UTC', 'UT'],
	['UTC-03:00', '-03:00', 'UTC-03:00'],
	['GMT+02:00', '+02:00', 'GMT+02:00'],
	['UTC-00:00', 'UTC', 'UTC'],
	['America/Sao_Paulo', 'America/Sao_Paulo', 'America/Sao_Paulo'],
	['US/Eastern', 'US/Eastern', 'US/Eastern'],
	['EST5EDT', 'EST5EDT', 'EST5EDT'],
	['PRC', 'PRC', 'PRC'],
])('%s is a zone', (written, id, name) => {
	expect(readZone(written)).toEqual({ id, ...(name !== undefined && { name }) });
});

test.each([
	'z',
	'utc',
	'UTC+3',
	'UTC+0330',
	'UTC+19:00',
	'GMT-0',
	'+0200',
	'-3',
	'EST',
	'HST',
	'europe/paris',
	'EUROPE/PARIS',
	'Factory',
	'us/eastern',
	'',
])('%s is not a zone', (written) => {
	expect(() => readZone(written)).toThrow(RangeError);
});
