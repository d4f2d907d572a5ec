import { everyTenant } from '../../../core/base/tenant';
import type { KeptLine, LogStore } from './log-store';

const line = (changes: Partial<KeptLine> = {}): KeptLine => ({
	tenant: 'acme',
	at: 1_000,
	level: 'info',
	run: null,
	trace: null,
	source: 'serve a:1',
	line: '{}',
	...changes,
});

/** Tests the store of log lines on any database, which is empty at the start of a test. */
export function testLogStore(open: () => LogStore): void {
	const namesOf = (lines: KeptLine[]) => lines.map((one) => one.line);

	test('lines are read from the newest on, and then what follows, by tenant, run, trace and level', async () => {
		const log = open();
		expect(await log.findHighest()).toBe(0);
		await log.append([
			line({ line: '1', run: 'r1' }),
			line({ line: '2', level: 'warn' }),
			line({ line: '3', tenant: 'globex', run: 'r1' }),
		]);
		expect(namesOf(await log.read('acme', {}, 1))).toEqual(['2']);
		const last = await log.last('acme');
		await log.append(
			Array.from({ length: 250 }, (_, index) => line({ line: String(index + 4), trace: 'ab', run: index === 7 ? 'r1' : null })),
		);
		expect(namesOf(await log.read(everyTenant, { run: 'r1' }, 10))).toEqual(['1', '3', '11']);
		expect(namesOf(await log.read('acme', { run: 'r1', after: 1 }, 10))).toEqual(['11']);
		expect(namesOf(await log.read('acme', { after: last, trace: 'ab' }, 2))).toEqual(['4', '5']);
		expect(namesOf(await log.read('acme', { levels: ['warn', 'error'] }, 10))).toEqual(['2']);
		expect(await log.read('nobody', {}, 10)).toEqual([]);
		expect([await log.last('nobody'), await log.last('globex')]).toEqual([0, 3]);
		expect(await log.last(everyTenant)).toBe(await log.last('acme'));
	});

	test('old lines go, and the oldest of each tenant above the limit', async () => {
		const log = open();
		await log.append([1, 2, 3, 4, 5].map((at) => line({ at, line: String(at) })));
		await log.append([line({ at: 9, tenant: 'globex', line: 'g' })]);
		expect(await open().findHighest()).toBe(6);
		await log.clean(2, { ofTenant: 3, ofAll: 100 });
		expect(namesOf(await log.read(everyTenant, {}, 10))).toEqual(['3', '4', '5', 'g']);
		await log.clean(10, { ofTenant: 3, ofAll: 100 });
		expect([await log.last(everyTenant), await log.findHighest()]).toEqual([0, 6]);
	});

	test('above the limit over all tenants, those with the most lines lose their oldest', async () => {
		const log = open();
		const size = { acme: 9, globex: 5, initech: 2 };
		for (const [tenant, lines] of Object.entries(size))
			await log.append(Array.from({ length: lines }, (_, index) => line({ tenant, line: String(index) })));
		await log.clean(0, { ofTenant: 100, ofAll: 10 });
		expect(namesOf(await log.read('acme', {}, 10))).toEqual(['5', '6', '7', '8']);
		expect(namesOf(await log.read('globex', {}, 10))).toEqual(['1', '2', '3', '4']);
		expect(namesOf(await log.read('initech', {}, 10))).toEqual(['0', '1']);
	});

	test('an id that no database can store loses no line (TechnitiumSoftware/DnsServer#2048)', async () => {
		const log = open();
		await log.append([line({ line: '1', run: 'r\0\ud8001' }), line({ line: '2' })]);
		expect((await log.read('acme', {}, 10)).map((one) => one.run)).toEqual(['r\ufffd1', null]);
	});

	test('lines are in the order in which they were written, of one time and where the clock goes back (grafana/loki#13295)', async () => {
		const log = open();
		await log.append([line({ at: 5, line: '1' }), line({ at: 5, line: '2' })]);
		await log.append([line({ at: 2, line: '3', source: 'worker b:1' }), line({ at: 5, line: '4' })]);
		expect(namesOf(await log.read('acme', {}, 10))).toEqual(['1', '2', '3', '4']);
		const [, second] = await log.read('acme', { after: 0 }, 2);
		expect(namesOf(await log.read('acme', { after: second!.id }, 10))).toEqual(['3', '4']);
	});

	test('whoever reads while several write misses no line (kubernetes/kubernetes#113869)', async () => {
		const log = open();
		const written = Array.from({ length: 20 }, (_, index) => log.append([line({ line: `${index}a` }), line({ line: `${index}b` })]));
		const seen: string[] = [];
		let after = 0;
		for (let isDone = false; !isDone || seen.length < 40;) {
			isDone = await Promise.race([Promise.all(written).then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
			const lines = await log.read('acme', { after }, 5);
			seen.push(...namesOf(lines));
			after = lines.at(-1)?.id ?? after;
			if (isDone && lines.length === 0) break;
		}
		expect(new Set(seen).size).toBe(40);
	});
}
