import { findFacts } from './find-facts';

test.each([
	[[], {}],
	[['vip'], {}],
	[['temperature-cold', 'origin-ads'], { temperature: 'cold', origin: 'ads' }],
	[['temperature-cold', 'temperature-hot'], {}],
	[['temperature-frio', 'origin-'], {}],
	[['origin-ads', 'origin-site'], {}],
])('the labels %j say %j', (labels, known) => {
	expect(findFacts({ channel: 'sales', labels })).toEqual({ channel: 'sales', labels, ...known });
});

test.each([
	[[], 'summer'],
	[['origin-site'], 'site'],
	[['origin-site', 'origin-summer'], 'summer'],
	[['origin-site', 'origin-fair'], undefined],
])('where the customer came from last is the origin, unless the labels %j say another one', (labels, origin) => {
	const last = { via: 'ad' as const, name: 'summer', channel: 'sales', at: 1 };
	expect(findFacts({ channel: 'sales', labels, origin: { first: { ...last, name: 'ad' }, last } }).origin).toBe(origin);
});

test('labels without bounds are cut', () => {
	const { labels } = findFacts({ channel: 'sales', labels: ['x'.repeat(101), ...Array.from({ length: 300 }, (_, index) => `l${index}`)] });
	expect(labels).toHaveLength(100);
});
