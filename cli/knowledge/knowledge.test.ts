import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { prepare, wordsOnly } from '../../test/support/prepared-documents';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
	const store = await openSqliteKnowledgeStore(join(home, 'knowledge.db'), { now: () => 86_400_000 });
	const collection = await store.open('handbook', wordsOnly);
	const stamp = wordsOnly;
	await collection.put([
		prepare('leave', 'Thirty days.', { stamp, title: 'Leave', metadata: { labels: ['public'] } }),
		prepare('travel', 'By train.\n\nOr by bus.', { stamp, metadata: { year: 2026 } }),
	]);
	await collection.fail({ id: 'scan' }, 'no_text_layer', 'No text.');
	await store.close();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function troupe(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['knowledge', ...args], terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

test('shows the existing collections', async () => {
	const { code, printed, noted } = await troupe('status');
	expect(code).toBe(0);
	expect(printed).toMatch(/handbook +3 +1 +3 +33 +none: words only +200 to 300 tokens, recursive/);
	expect(noted).toContain('1 document failed');
	const json = JSON.parse((await troupe('status', 'handbook', '--json')).printed) as object;
	expect(json).toMatchObject({ store: 'sqlite', collections: [{ name: 'handbook', documents: 3, failed: 1, chunks: 3 }] });
	expect(await troupe('status', 'nowhere')).toMatchObject({ code: 1, noted: expect.stringContaining('one of: handbook') });
});

test('shows, lists and removes a tenant’s own alone', async () => {
	expect((await troupe('status', '--tenant', 'acme')).noted).toContain('no collection yet');
	for (const args of [
		['list', '--in', 'handbook'],
		['delete', '--in', 'handbook', '--all'],
		['retain', '--in', 'handbook', '--days', '0'],
	])
		expect(await troupe(...args, '--tenant', 'acme')).toMatchObject({ code: 1, printed: '' });
	expect((await troupe('status', '--tenant', 'default')).printed).toContain('handbook');
});

test('lists documents with their state, page by page', async () => {
	const first = await troupe('list', '--in', 'handbook', '--limit', '2');
	expect(first.printed).toMatch(/ready +1 +1970-01-02 00:00 +operator +leave +Leave\nfailed: no_text_layer +0 .* scan +/);
	const [, cursor] = /^scan: No text\.\n.*--after "([^"]+)"/.exec(first.noted)!;
	const next = await troupe('list', '--in', 'handbook', '--after', cursor!, '--json');
	expect(JSON.parse(next.printed)).toMatchObject({ id: 'travel', state: 'ready', chunks: 2, metadata: { year: 2026 } });
	expect((await troupe('list', '--in', 'handbook', '--state', 'failed', '--json')).printed).toContain('"scan"');
	expect((await troupe('list', '--in', 'handbook', '--filter', '{"year": {"$gte": 2026}}', '--json')).printed).toContain('"travel"');
});

test('shows a document whose change failed with its title, as ready', async () => {
	const store = await openSqliteKnowledgeStore(join(home, 'knowledge.db'));
	await (await store.find('handbook'))!.fail({ id: 'leave' }, 'refused', 'Other labels.');
	await store.close();
	const { printed, noted } = await troupe('list', '--in', 'handbook');
	expect(printed).toMatch(/^ready, change failed: refused +1 .* leave +Leave$/m);
	expect(noted).toContain('leave: Other labels.');
});

test('deletes what is named, and says what was not there', async () => {
	// Without a terminal, it says what it would remove.
	expect(await troupe('delete', '--in', 'handbook', '--filter', '{"year": 2026}')).toMatchObject({
		code: 2,
		printed: '',
		noted: expect.stringMatching(/Remove from handbook: travel\?.*--yes/s),
	});
	expect(await troupe('delete', 'leave', 'nobody', '--in', 'handbook', '--yes')).toMatchObject({
		code: 1,
		printed: 'leave',
		noted: '1 document removed\nnot found: nobody',
	});
	expect(await troupe('delete', '--in', 'handbook', '--filter', '{"year": 2026}', '--yes')).toMatchObject({ code: 0, printed: 'travel' });
	expect(await troupe('delete', '--in', 'handbook', '--all', '--yes')).toMatchObject({ code: 0 });
	expect((await troupe('status')).noted).toContain('no collection yet');
});

test('removes by age and label, or says what would go', async () => {
	expect(await troupe('retain', '--in', 'handbook', '--days', '1', '--dry-run')).toMatchObject({ code: 0, printed: 'leave\nscan\ntravel' });
	expect(await troupe('retain', '--in', 'handbook', '--days', '1', '--label', 'drafts', 'public')).toMatchObject({ printed: 'leave' });
	expect(await troupe('retain', '--in', 'handbook', '--days', '36500')).toMatchObject({ printed: '', noted: '0 documents removed' });
});

test.each([
	[['list'], /required option[^]*--in/],
	[['list', '--in', 'handbook', '--filter', 'year=1'], /The filter is not JSON/],
	[['list', '--in', 'handbook', '--filter', '{"$year": 1}'], /filter\.\$year/],
	[['delete', '--in', 'handbook'], /Nothing to delete was specified/],
	[['delete', '--in', 'handbook', '--filter', '{}'], /Nothing to delete was specified/],
	[['delete', 'leave', '--in', 'handbook', '--all'], /cannot be combined with/],
	[['retain', '--in', 'handbook'], /required option[^]*--days/],
])('exits with 2 for %j, and removes nothing', async (args, message) => {
	expect(await troupe(...args)).toMatchObject({ code: 2, noted: expect.stringMatching(message) });
	expect((await troupe('list', '--in', 'handbook')).printed).toContain('leave');
});
