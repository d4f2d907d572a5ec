import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bootedN8n } from './boot';

interface Reading {
	isLazyLoaded: boolean;
	known: { nodes: object; credentials: object };
	types: { nodes: Array<{ name: string; __loadOptionsMethods?: string[] }>; credentials: object[] };
}

/** Reads the installed package with a loader of n8n, in n8n's own folder. */
async function readBy(loader: 'LazyPackageDirectoryLoader' | 'PackageDirectoryLoader'): Promise<Reading> {
	const { settings, installed } = bootedN8n();
	const script = `
		const loader = new (require('n8n-core').${loader})(${JSON.stringify(installed)});
		loader.loadAll().then(() => {
			const { isLazyLoaded, known, types } = loader;
			process.stdout.write(JSON.stringify({ isLazyLoaded, known, types }), () => process.exit());
		});`;
	const modules = join(settings.host.folder, 'node_modules');
	// As n8n sets it for the packages that it loads.
	const env = { ...process.env, NODE_PATH: modules };
	const options = { cwd: join(modules, 'n8n'), env, maxBuffer: 64 * 1024 * 1024 };
	const { stdout } = await promisify(execFile)(settings.host.node, ['-e', script], options);
	return JSON.parse(stdout) as Reading;
}

it('n8n finds in the lists of the package what it would compute from the code of its nodes, and does not load that code', async () => {
	const lists = await readBy('LazyPackageDirectoryLoader');
	const computed = await readBy('PackageDirectoryLoader');
	// n8n's own lists omit it as well.
	for (const node of computed.types.nodes) delete node.__loadOptionsMethods;
	expect(lists.types.nodes.map(({ name }) => name)).toContain('troupeAgent');
	expect(lists).toEqual({ ...computed, isLazyLoaded: true });
});
