/** One plain, one with other scripts and markup, one with what is easily lost. */
export const inputs: object[] = [
	{
		...{ name: 'Ada', email: 'ada@example.com', note: 'first', count: 2, tags: ['a', 'b'], when: '2026-01-02T03:04:05.000Z' },
		page: '<h1>Title</h1><p>Text</p>',
	},
	{
		...{ name: 'Zoë "Žluť" & 李雷 <b>', email: 'zoe+x@example.com', note: "it's 5 < 6\n& more", count: -3.5, tags: ['ü', '', 'c'] },
		...{ when: '2025-12-31T23:59:59+03:00', page: '<h1>Ünï &amp; cödé</h1>', nested: { deep: [1, { two: null }] } },
	},
	{
		...{ name: '={{ 1 + 1 }}', email: 'x@example.com', note: '', count: 0, tags: [], when: '2024-02-29', page: '<h1></h1>' },
		...{ empty: null, zero: 0, no: false, long: 'x'.repeat(5_000) },
	},
];
