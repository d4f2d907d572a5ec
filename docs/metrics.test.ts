import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMetrics } from '../core/base/metrics/describe-metrics';
import { writeMetricTable } from '../scripts/docs/metric-table';

const read = (files: string[]) => files.map((file) => readFileSync(file, 'utf8')).join('\n');
const metrics = describeMetrics();
const listed = new Set<string>(metrics.map(({ name }) => name));

it('names only metrics that a process exports, in pages and in files for deployment', () => {
	const files = [
		...globSync('docs/**/*.md').filter((file) => !file.includes('decisions')),
		...globSync('deploy/**/*.*'),
		'docker-compose.yml',
	];
	const told = [
		...read(files).matchAll(/\btroupe_(?:\w+_(?:total|seconds|bucket|sum|count)|channel_\w+|jobs?_\w+|gate_\w+|trust_\w+|engine_\w+)\b/g),
	];
	const named = [...new Set(told.map(([name]) => (listed.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, ''))))];
	expect(named.length).toBeGreaterThan(15);
	expect(named.filter((name) => !listed.has(name))).toEqual([]);
});

it('lists no metric that nothing measures', () => {
	const sources = read(
		globSync('{core,providers,service,engine-adapter}/**/*.ts').filter((file) => !/metrics\/list\/|\.test\.ts$/.test(file)),
	);
	expect(metrics.filter(({ name }) => !sources.includes(`'${name}'`))).toEqual([]);
});

it('has the same list in docs/operations/metrics.md', () => {
	const page = readFileSync(join(__dirname, 'operations', 'metrics.md'), 'utf8');
	expect(page).toBe(writeMetricTable(page));
});
