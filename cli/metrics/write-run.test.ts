import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

it('writes rules and dashboards into a new folder, and replaces those of an earlier version', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-monitoring-'));
	try {
		const into = join(folder, 'monitoring');
		expect(await runTroupe(['metrics', 'write', '--into', into], testTerminal())).toBe(0);
		const written = readdirSync(into).sort();
		expect(written).toEqual([
			'troupe-agents.json',
			'troupe-channels.json',
			'troupe-overview.json',
			'troupe-queues.json',
			'troupe-rules.yml',
		]);
		writeFileSync(join(into, 'troupe-rules.yml'), 'groups: []');
		await runTroupe(['metrics', 'write', '--into', into], testTerminal());
		const rules = parse(readFileSync(join(into, 'troupe-rules.yml'), 'utf8')) as { groups: Array<{ name: string }> };
		expect(rules.groups.map(({ name }) => name)).toEqual(['troupe-objectives', 'troupe-budgets', 'troupe-alerts']);
		const overview = JSON.parse(readFileSync(join(into, 'troupe-overview.json'), 'utf8')) as { uid: string; panels: unknown[] };
		expect([overview.uid, overview.panels.length > 10]).toEqual(['troupe-overview', true]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
