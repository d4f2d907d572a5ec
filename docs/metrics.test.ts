import { globSync, readFileSync } from 'node:fs';

const read = (files: string[]) => files.map((file) => readFileSync(file, 'utf8')).join('\n');
const named = new Set(
	[
		...read(globSync('{core,service,manifests,engine-adapter}/**/*.ts').filter((file) => !file.endsWith('.test.ts'))).matchAll(
			/'(troupe_\w+)'/g,
		),
	].map(([, name]) => name),
);

it('names only metrics that a process exports, in pages and in files for deployment', () => {
	const files = [
		...globSync('docs/**/*.md').filter((file) => !/decisions|reports/.test(file)),
		...globSync('deploy/**/*.*'),
		'docker-compose.yml',
	];
	const told = [
		...read(files).matchAll(/\btroupe_(?:\w+_(?:total|seconds|bucket|sum|count)|channel_\w+|jobs?_\w+|gate_\w+|trust_\w+|engine_\w+)\b/g),
	];
	const metrics = [...new Set(told.map(([name]) => name.replace(/_(?:bucket|sum|count)$/, '')))];
	expect(metrics.length).toBeGreaterThan(15);
	expect(metrics.filter((name) => !named.has(name))).toEqual([]);
});
