import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMetrics } from '../../core/base/metrics/describe-metrics';
import { alertCases } from '../../test/support/prometheus/alert-cases';
import { promtool, promtoolTest, slowPromtoolTest } from '../../test/support/prometheus/promtool';
import { listDashboards } from './dashboards';
import { listRuleGroups, writeRules } from './write-rules';

const rules = listRuleGroups().flatMap((group) => group.rules);
const alertNames = [...new Set(rules.flatMap(({ alert }) => (alert === undefined ? [] : [alert])))];
const labels = new Map<string, string[]>(describeMetrics().map((metric) => [metric.name, Object.keys(metric.labels)]));

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function writeRuleFile(): Promise<string> {
	const file = join(folder, 'troupe-rules.yml');
	writeFileSync(file, await writeRules());
	return file;
}

const panelExpressions = () =>
	listDashboards()
		.flatMap(({ json }) => (json as { panels: Array<{ targets: Array<{ expr: string }> }> }).panels)
		.flatMap(({ targets }) => targets.map(({ expr }) => expr));

/** Returns what an expression reads, without the parts of a histogram. */
const readsOf = (expr: string) =>
	[...expr.matchAll(/\b(?:troupe|process)_\w+/g)].map(([name]) => (labels.has(name) ? name : name.replace(/_(?:bucket|count|sum)$/, '')));

it('reads only metrics of the list, by labels that they have', () => {
	const expressions = [...rules.map(({ expr }) => expr), ...panelExpressions()];
	expect(expressions.flatMap(readsOf).filter((name) => !labels.has(name))).toEqual([]);
	const selected = expressions.flatMap((expr) =>
		[...expr.matchAll(/\b(troupe_\w+)\{([^}]*)\}/g)].flatMap(([, name = '', selectors = '']) =>
			[...selectors.matchAll(/(\w+)[=!]~?"/g)].map(([, label = '']) => `${readsOf(name)[0]} ${label}`),
		),
	);
	expect(selected.length).toBeGreaterThan(50);
	expect(selected.filter((each) => !each.endsWith(' le') && !labels.get(each.split(' ')[0]!)!.includes(each.split(' ')[1]!))).toEqual([]);
});

it('shows every metric on one dashboard, as a new version names it (goauthentik/authentik#19625)', () => {
	const panels = listDashboards().flatMap(({ json }) => (json as { panels: Array<{ title: string; description?: string }> }).panels);
	const shown = panels.flatMap(({ description = '' }) => /`(\w+)`$/.exec(description)?.[1] ?? []);
	expect(shown.sort()).toEqual([...labels.keys()].sort());
	expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
});

it('gives every alert a section in both runbooks that says what to look at and what to do', () => {
	const pages = ['alerts.md', 'alerts.pt.md'].map((page) => readFileSync(join(__dirname, '../../docs/runbooks', page), 'utf8'));
	const sections = pages.map(
		(page) =>
			new Map(
				page
					.split(/^### /m)
					.slice(1)
					.map((text) => [text.split('\n')[0]!, text]),
			),
	);
	for (const of of sections) expect([...of.keys()].sort()).toEqual([...alertNames].sort());
	const steps = [/^- \*\*Look at\*\*[^]*^- \*\*Do\*\*/m, /^- \*\*Veja\*\*[^]*^- \*\*Faça\*\*/m];
	expect(steps.flatMap((both, page) => alertNames.filter((name) => !both.test(sections[page]!.get(name)!)))).toEqual([]);
	for (const { alert, annotations } of rules)
		if (alert) expect(annotations?.runbook_url).toMatch(new RegExp(`alerts\\.md#${alert.toLowerCase()}$`));
});

it('has a case for every alert that fires, and one that does not', () => {
	expect(Object.keys(alertCases).sort()).toEqual([...alertNames].sort());
	const onesided = alertNames.filter((name) => new Set(alertCases[name]!.map(({ fires }) => fires)).size < 2);
	expect(onesided).toEqual([]);
});

promtoolTest('writes rules and panels that Prometheus accepts', async () => {
	const { code, said } = promtool(['check', 'rules', '--lint=all', '--lint-fatal', await writeRuleFile()]);
	expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(new RegExp(`SUCCESS: ${rules.length} rules found`)) as string });
	const asRules = panelExpressions().map((expr, index) => ({ record: `panel:${index}`, expr: expr.replaceAll('$__rate_interval', '5m') }));
	const file = join(folder, 'panels.yml');
	writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules: asRules }] }));
	expect(promtool(['check', 'rules', file])).toEqual({
		code: 0,
		said: expect.stringContaining(`SUCCESS: ${asRules.length} rules`) as string,
	});
});

for (const [alert, cases] of Object.entries(alertCases))
	for (const { what, series, fires, at = 60 } of cases)
		slowPromtoolTest(`${alert} ${fires ? 'fires' : 'is silent'}: ${what}`, async () => {
			const test = {
				interval: '1m',
				input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
				promql_expr_test: [
					{
						expr: `clamp_max(count(ALERTS{alertname="${alert}",alertstate="firing"}), 1) or vector(0)`,
						...{ eval_time: `${at}m`, exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }] },
					},
				],
			};
			const file = join(folder, 'tests.yml');
			// JSON is YAML.
			writeFileSync(file, JSON.stringify({ rule_files: [await writeRuleFile()], evaluation_interval: '1m', tests: [test] }));
			expect(promtool(['test', 'rules', file])).toEqual({ code: 0, said: expect.stringContaining('SUCCESS') as string });
		});
