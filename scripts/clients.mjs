/**
 * `npm run clients`: the clients for TypeScript and Python, build/clients/troupe-client-<version>.tgz and troupe_client-<version>-py3-none-any.whl.
 * Their functions are generated from /openapi.json of the built service; clients/ has what is written by hand: streams, waiting, retries, errors.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, printFailure } from './lib/explain-failure.mjs';
import { freePort } from './lib/free-port.mjs';
import { ensureNpmTool } from './lib/npm-tool.mjs';
import { startService } from './lib/processes.mjs';
import { ensurePythonPackage } from './lib/python-package.mjs';
import { SetupError } from './lib/setup-error.mjs';

const output = resolve('build/clients');
const startMs = 60_000;
const progress = (line) => console.error(line);

try {
	await rm(output, { recursive: true, force: true });
	await mkdir(output, { recursive: true });
	const document = join(output, 'openapi.json');
	await writeFile(document, JSON.stringify(await readDocument(), null, '\t'));
	await Promise.all([buildTypeScript(document), buildPython(document)]);
	for (const file of await readdir(output)) console.log(join('build/clients', file));
} catch (error) {
	printFailure(error);
	process.exitCode = 1;
}

/** What the built service says of itself, without the protocols that have clients of their own: Camunda's API, MCP, A2A, the registry. */
async function readDocument() {
	const home = await mkdtemp(join(tmpdir(), 'troupe-clients-'));
	const port = await freePort();
	const service = startService(process.execPath, ['bin/troupe', 'serve', '--port', String(port), '--no-engine', '--no-registry'], {
		env: { ...process.env, TROUPE_HOME: home, TROUPE_DATABASE_URL: '', TROUPE_REDIS_URL: '' },
	});
	try {
		const { paths, ...document } = await fetchWhenUp(`http://127.0.0.1:${port}/openapi.json`, service);
		const own = Object.entries(paths).filter(([path]) => path.startsWith('/api/v1/') && path !== '/api/v1/keys');
		return { ...document, paths: Object.fromEntries(own) };
	} finally {
		await service.stop();
		await rm(home, { recursive: true, force: true });
	}
}

async function fetchWhenUp(url, service) {
	let ended = false;
	void service.ended.then(() => (ended = true));
	for (const since = Date.now(); !ended && Date.now() - since < startMs; await sleep(200)) {
		const response = await fetch(url).catch(() => undefined);
		if (response?.ok) return response.json();
	}
	throw new SetupError(`troupe serve does not answer:\n${service.tail().trim()}`, 'Build it first: npm run build.');
}

async function buildTypeScript(document) {
	const tool = await ensureNpmTool({ name: '@hey-api/openapi-ts', version: '0.99.0', also: ['typescript@5.9.3'], progress });
	const folder = resolve('clients/typescript');
	const settings = join(output, 'openapi-ts.config.mjs');
	await writeFile(
		settings,
		`export default ${JSON.stringify({
			input: document,
			output: { path: join(folder, 'src/generated'), importFileExtension: '.js' },
			plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
			logs: { level: 'silent' },
		})}`,
	);
	await mustRun(
		'Generating the TypeScript client',
		process.execPath,
		[join(tool, 'node_modules/@hey-api/openapi-ts/bin/run.js'), '-f', settings],
		{
			cwd: output,
		},
	);
	await rm(settings);
	await rm(join(folder, 'dist'), { recursive: true, force: true });
	await mustRun('Compiling the TypeScript client', process.execPath, [join(tool, 'node_modules/typescript/bin/tsc'), '-p', folder]);
	await mustRun('Packing the TypeScript client', 'npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', output], {
		cwd: folder,
	});
}

async function buildPython(document) {
	const { folder: tool, python } = await ensurePythonPackage({ name: 'openapi-python-client', version: '0.29.1', progress });
	const folder = resolve('clients/python');
	const generated = join(folder, 'troupe_client/generated');
	const settings = join(output, 'openapi-python-client.json');
	await writeFile(settings, JSON.stringify({ package_name_override: 'generated', post_hooks: [], literal_enums: true }));
	const args = ['generate', '--path', document, '--config', settings, '--meta', 'none', '--output-path', generated, '--overwrite'];
	await mustRun('Generating the Python client', join(tool, 'bin/openapi-python-client'), args);
	await rm(settings);
	await mustRun('Packing the Python client', python, [
		'-m',
		'pip',
		'wheel',
		'--quiet',
		'--disable-pip-version-check',
		'--no-deps',
		'--wheel-dir',
		output,
		folder,
	]);
	const { version } = JSON.parse(await readFile('clients/typescript/package.json', 'utf8'));
	if (!(await readdir(output)).includes(`troupe_client-${version}-py3-none-any.whl`))
		throw new SetupError('The two clients have different versions.', 'Write the same one into package.json and pyproject.toml.');
}
