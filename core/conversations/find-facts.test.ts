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

test('labels without bounds are cut', () => {
	const { labels } = findFacts({ channel: 'sales', labels: ['x'.repeat(101), ...Array.from({ length: 300 }, (_, index) => `l${index}`)] });
	expect(labels).toHaveLength(100);
});
