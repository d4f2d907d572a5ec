import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface PackageJson {
	name: string;
	version: string;
	scripts?: Record<string, string>;
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	peerDependenciesMeta: Record<string, { optional: boolean }>;
	n8n: { nodes: string[]; credentials: string[] };
}

interface Contents {
	nodes: Array<{ name: string; versions: number[] }>;
	jobTypes: string[];
	agents: Array<{ id: string }>;
}

const { name, version, n8n } = readJson<PackageJson>('package.json');
const tarball = resolve(`build/${name}-${version}.tgz`);
const folder = mkdtempSync(join(tmpdir(), 'troupe-package-'));
const modules = join(folder, 'node_modules');
const installed = join(modules, name);
// n8n puts its own node_modules on NODE_PATH before it loads a community package; here it holds nothing but what a node may ask for.
const host = join(folder, 'host');

/** While one of these runs, jest's own limit does not. */
const timeout = 90_000;

beforeAll(() => {
	if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run \`npm run build\` and \`npm run package\` first.`);
	writeFileSync(join(folder, 'package.json'), '{ "private": true }');
	const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `--cache=${join(folder, 'empty-cache')}`];
	execFileSync('npm', ['install', ...flags, tarball], { cwd: folder, encoding: 'utf8', timeout });
	mkdirSync(host);
	symlinkSync(resolve('node_modules/n8n-workflow'), join(host, 'n8n-workflow'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tarball', () => {
	it('installs offline from an empty cache without any other package', () => {
		expect(readdirSync(modules).filter((entry) => !entry.startsWith('.'))).toEqual([name]);
	});

	it('asks its host for n8n-workflow and n8n’s SDK for models only, has no runtime dependencies and no script', () => {
		const published = readJson<PackageJson>(join(installed, 'package.json'));
		expect(published.dependencies ?? {}).toEqual({});
		expect(published.peerDependencies).toEqual({ '@n8n/ai-node-sdk': '*', 'n8n-workflow': '*' });
		expect(published.peerDependenciesMeta).toEqual({ '@n8n/ai-node-sdk': { optional: true }, 'n8n-workflow': { optional: true } });
		expect(published.scripts).toBeUndefined();
	});

	it('carries no source map, test or machine path', () => {
		const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8', timeout }).trim().split('\n');
		expect(files.filter((file) => /\.map$|\.test\.|\.ts$/.test(file))).toEqual([]);
		const texts = files.filter((file) => /\.(js|json|txt|jwt)$/.test(file)).map((file) => file.replace(/^package\//, ''));
		expect(texts.filter((file) => readFileSync(join(installed, file), 'utf8').includes(resolve('.')))).toEqual([]);
	});

	it('carries the changelog', () => expect(readFileSync(join(installed, 'CHANGELOG.md'), 'utf8')).toContain('Keep a Changelog'));

	it('carries the licence of each package that is bundled', () => {
		const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
		for (const bundled of ['@anthropic-ai/sdk', '@google/genai', '@camunda8/sdk', 'fastify', 'commander'])
			expect(notices).toMatch(new RegExp(`^${bundled} \\d`, 'm'));
	});
});

describe('the bill of materials', () => {
	interface Sbom {
		specVersion: string;
		metadata: { component: { name: string; version: string; hashes: object[] } };
		components: Array<{
			'bom-ref': string;
			type: string;
			name: string;
			version: string;
			purl?: string;
			licenses?: object[];
			properties?: Array<{ value: string }>;
		}>;
		dependencies: Array<{ ref: string; dependsOn: string[] }>;
	}
	const sbom = () => readJson<Sbom>(tarball.replace(/\.tgz$/, '.cdx.json'));
	const notices = () => readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');

	it('is of this tarball', () => {
		const content = createHash('sha256').update(readFileSync(tarball)).digest('hex');
		expect(sbom().metadata.component).toMatchObject({ name, version, hashes: [{ alg: 'SHA-256', content }] });
		expect(JSON.stringify(sbom())).not.toContain(resolve('.'));
	});

	it('is signed by the author, and has the hash of the model as it is shipped', () => {
		const file = tarball.replace(/\.tgz$/, '.cdx.json');
		const [, payload] = readFileSync(file.replace(/\.json$/, '.jwt'), 'utf8').split('.');
		const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
		expect(JSON.parse(Buffer.from(payload!, 'base64url').toString())).toMatchObject({ sha256: hashOf(file) });
		const [model] = sbom().components.filter(({ type }) => type === 'machine-learning-model');
		expect(model).toMatchObject({ hashes: [{ content: hashOf(join(installed, model!.properties![0]!.value)) }] });
	});

	it('lists what the bundle ships, and nothing else', () => {
		const { components, dependencies, metadata } = sbom();
		const titles = notices()
			.split(/^-{100}$/m)
			.map((notice) => notice.trim().split('\n')[0]!.replace(/ \(.*/, ''));
		const models = components.filter(({ type }) => type === 'machine-learning-model');
		const model = { version, hashes: [{ alg: 'SHA-256' }], modelCard: { considerations: {} } };
		expect(models).toMatchObject([{ ...model, name: 'troupe-harm-doubt-model' }]);
		expect(components.filter((one) => !models.includes(one)).map((one) => `${one.name} ${one.version}`)).toEqual(titles);
		expect(components.filter(({ type, purl, licenses }) => type === 'library' && !(purl && licenses)).map(({ name: one }) => one)).toEqual(
			[],
		);
		expect(components.map((one) => one.name)).not.toContain('jest');
		const refs = new Set([...components.map((one) => one['bom-ref']), `${metadata.component.name}@${metadata.component.version}`]);
		expect(dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !refs.has(ref))).toEqual([]);
	});
});

describe('the command', () => {
	it('looks at the installation without changing it', () => {
		const home = join(folder, 'no-home');
		const { status, stdout } = troupeWith({ TROUPE_HOME: home }, 'doctor', '--json');
		const { checks } = JSON.parse(stdout) as { checks: Array<{ check: string; state: string }> };
		expect(checks).toContainEqual(expect.objectContaining({ check: 'approval', state: 'ok' }));
		expect({ status, failed: checks.filter(({ state }) => state === 'fail') }).toEqual({ status: 0, failed: [] });
		expect(existsSync(home)).toBe(false);
	});

	it('tells its version', () => {
		expect(troupe('--version').stdout.trim()).toBe(version);
	});

	it('verifies the manifest of its own package', () => {
		const { status, stdout, stderr } = troupe('manifest', 'verify', installed);
		expect({ status, stderr: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, stderr: '' });
	});

	it('runs the support process', () => {
		const model = join(installed, 'dist/examples/support/support.bpmn');
		const variables = JSON.stringify({ message: 'How many days do I have to return a product?' });
		const { status, stdout, stderr } = troupe('process', 'run', model, '--variables', variables);
		expect({ status, stderr: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, stderr: '' });
		expect(stdout).toMatch(/\[1\]/);
	});

	it('plays the cases of the examples with services, with their forms', () => {
		const { status, stdout } = troupe('process', 'test', join(installed, 'dist/examples/services'));
		expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Cases: \d\d passed, \d\d total$/m) as string });
	});

	it('refuses to run a process when one byte of the package was changed, and names the file', () => {
		const file = join(installed, 'dist/troupe.contents.json');
		const original = readFileSync(file);
		writeFileSync(file, Buffer.concat([original, Buffer.from(' ')]));
		try {
			const { status, stdout, stderr } = troupe(
				'process',
				'run',
				join(installed, 'dist/examples/support/support.bpmn'),
				'--variables',
				'{"message":"hello"}',
			);
			expect(status).not.toBe(0);
			expect(stdout + stderr).toContain('dist/troupe.contents.json');
		} finally {
			writeFileSync(file, original);
		}
	});
});

describe('in n8n', () => {
	it.each(n8n.nodes)('%s loads, with its icons and its codex file, and loads nothing heavy', (path) => {
		const { description, files, megabytes } = load(path);
		expect(description).toMatchObject({ name: expect.stringMatching(/^troupe/), icon: expect.anything() });
		const icons = typeof description.icon === 'string' ? [description.icon] : Object.values(description.icon as Record<string, string>);
		for (const icon of icons) expect(existsSync(join(installed, path, '..', icon.replace('file:', '')))).toBe(true);
		expect(readJson(join(installed, path.replace(/\.js$/, '.json')))).toMatchObject({ resources: expect.anything() });
		expectLight(files, megabytes);
	});

	it.each(n8n.credentials)('%s loads, with its icon', (path) => {
		const { description, files, megabytes } = load(path);
		expect(description).toMatchObject({
			name: expect.stringMatching(/Api$/),
			icon: expect.anything(),
			documentationUrl: expect.anything(),
		});
		expectLight(files, megabytes);
	});

	it('the hook loads nothing heavy', () => {
		const { files, megabytes } = load('dist/n8n-hooks.js');
		expectLight(files, megabytes);
	});

	// That they say what n8n would compute is tested with n8n's own loaders: test/e2e/node-lists.e2e.test.ts.
	it('has the lists with which n8n loads the code of a node only when a workflow uses it', () => {
		for (const kind of ['nodes', 'credentials'] as const) {
			const known = Object.values(readJson<Record<string, { sourcePath: string }>>(join(installed, `dist/known/${kind}.json`)));
			expect(known.map(({ sourcePath }) => sourcePath)).toEqual(n8n[kind]);
			const types = readJson<Array<{ iconUrl: string | object }>>(join(installed, `dist/types/${kind}.json`));
			expect(types).toHaveLength(n8n[kind].length);
			for (const url of types.flatMap(({ iconUrl }) => (typeof iconUrl === 'string' ? [iconUrl] : (Object.values(iconUrl) as string[]))))
				expect(existsSync(join(installed, url.replace(`icons/${name}/`, '')))).toBe(true);
		}
	});

	it('offers every node that the source holds, and lists them in its contents', () => {
		const built = readdirSync(join(installed, 'dist/nodes')).flatMap((entry) =>
			readdirSync(join(installed, 'dist/nodes', entry))
				.filter((file) => file.endsWith('.node.js'))
				.map((file) => `dist/nodes/${entry}/${file}`),
		);
		expect([...n8n.nodes].sort()).toEqual(built.sort());
		const contents = readJson<Contents>(join(installed, 'dist/troupe.contents.json'));
		expect(contents.nodes.map((node) => node.name)).toHaveLength(n8n.nodes.length);
		expect(contents.jobTypes).toContain('troupe:agent');
		expect(contents.agents.map((agent) => agent.id)).toContain('support');
	});
});

function troupe(...args: string[]) {
	return troupeWith({}, ...args);
}

function troupeWith(more: Record<string, string>, ...args: string[]) {
	const env = { PATH: process.env.PATH, HOME: folder, TROUPE_HOME: join(folder, 'state'), ...more };
	return spawnSync(join(modules, '.bin/troupe'), args, { cwd: folder, env, encoding: 'utf8', timeout });
}

/** Requires one file of the package the way n8n does, in a process of its own, and tells what that brought in. */
function load(path: string): { description: Record<string, unknown>; files: string[]; megabytes: number } {
	const script = `
		require('n8n-workflow');
		const before = new Set(Object.keys(require.cache));
		const memory = process.memoryUsage().rss;
		const path = ${JSON.stringify(join(installed, path))};
		const loaded = require(path);
		const thing = loaded[require('node:path').basename(path).split('.')[0]];
		const instance = thing && new thing();
		console.log(JSON.stringify({
			description: instance ? (instance.description ?? instance) : {},
			files: Object.keys(require.cache).filter((file) => !before.has(file)),
			megabytes: (process.memoryUsage().rss - memory) / 1e6,
		}));`;
	const env = { PATH: process.env.PATH, HOME: folder, NODE_PATH: host };
	return JSON.parse(
		execFileSync(process.execPath, ['--no-warnings', '-e', script], { cwd: folder, env, encoding: 'utf8', timeout }),
	) as ReturnType<typeof load>;
}

function expectLight(files: string[], megabytes: number): void {
	const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
	expect(bytes).toBeLessThan(100_000);
	expect(files.length).toBeLessThan(30);
	expect(megabytes).toBeLessThan(15);
}

function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(path, 'utf8')) as T;
}
