import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findN8n, findNodePackage } from './n8n-installation';

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-n8n-')))));
afterEach(() => rmSync(folder, { recursive: true }));

function install(path: string, fields: object): string {
	const at = join(folder, path);
	mkdirSync(at, { recursive: true });
	writeFileSync(join(at, 'package.json'), JSON.stringify(fields));
	return at;
}
const installN8n = (node = '*') => install('host/node_modules/n8n', { name: 'n8n', version: '2.41.1', engines: { node } });

describe('n8n', () => {
	it('is found by the folder of its installation, or by its own', () => {
		const n8n = { folder: installN8n(), version: '2.41.1', program: process.execPath };
		expect(findN8n({ TROUPE_N8N: join(folder, 'host') })).toEqual(n8n);
		expect(findN8n({ TROUPE_N8N: n8n.folder })).toEqual(n8n);
	});

	it('is the one that runs this process, or the one in the PATH', () => {
		const n8n = installN8n();
		const program = join(n8n, 'bin/n8n');
		mkdirSync(dirname(program));
		writeFileSync(program, '');
		expect(findN8n({}, program).folder).toBe(n8n);
		mkdirSync(join(folder, 'bin'));
		symlinkSync(program, join(folder, 'bin/n8n'));
		expect(findN8n({ PATH: `/nowhere:${join(folder, 'bin')}` }, '/usr/bin/troupe').folder).toBe(n8n);
	});

	it('is reported as missing, with what to do', () => {
		expect(() => findN8n({ TROUPE_N8N: folder })).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(folder) as string }),
		);
		expect(() => findN8n({}, '/usr/bin/troupe')).toThrow(
			expect.objectContaining({ code: 'DEPENDENCY_MISSING', fix: expect.stringContaining('TROUPE_N8N') as string }),
		);
	});

	it('is not one that somebody put into the working folder', () => {
		installN8n();
		const before = process.cwd();
		process.chdir(join(folder, 'host'));
		try {
			expect(() => findN8n({ PATH: '.:node_modules' }, '/usr/bin/troupe')).toThrow(expect.objectContaining({ code: 'DEPENDENCY_MISSING' }));
		} finally {
			process.chdir(before);
		}
	});

	it('is run by the Node.js beside it where it needs a newer one', () => {
		installN8n('>=999');
		const environment = { TROUPE_N8N: join(folder, 'host') };
		expect(() => findN8n(environment)).toThrow(
			expect.objectContaining({ code: 'DEPENDENCY_MISSING', message: expect.stringContaining('>=999') as string }),
		);
		const program = join(install('host/node_modules/node', {}), 'bin/node');
		mkdirSync(dirname(program));
		writeFileSync(program, '');
		chmodSync(program, 0o755);
		expect(findN8n(environment).program).toBe(program);
		expect(findN8n({ ...environment, TROUPE_N8N_PROGRAM: '/opt/node' }).program).toBe('/opt/node');
	});
});

describe('a package of nodes', () => {
	it('is found beside n8n, inside it, and among the community packages', () => {
		const n8n = { folder: installN8n() };
		const environment = { N8N_USER_FOLDER: join(folder, 'user') };
		const beside = install('host/node_modules/n8n-nodes-base', { name: 'n8n-nodes-base', version: '2.0.0' });
		const inside = install('host/node_modules/n8n/node_modules/@n8n/n8n-nodes-langchain', {
			name: '@n8n/n8n-nodes-langchain',
			version: '2.1.0',
		});
		const community = install('user/.n8n/nodes/node_modules/n8n-nodes-shop', { name: 'n8n-nodes-shop', version: '1.0.0' });
		const find = (name: string) => findNodePackage(n8n, name, environment);
		expect(find('n8n-nodes-base')).toEqual({ name: 'n8n-nodes-base', version: '2.0.0', folder: beside, from: 'n8n' });
		expect(find('@n8n/n8n-nodes-langchain')).toMatchObject({ folder: inside, from: 'n8n' });
		expect(find('n8n-nodes-shop')).toMatchObject({ folder: community, from: 'community' });
	});

	it('is not a folder of another name, nor outside', () => {
		const n8n = { folder: installN8n() };
		install('host/node_modules/n8n-nodes-shop', { name: 'n8n-nodes-other', version: '1.0.0' });
		install('host/n8n-nodes-outside', { name: 'n8n-nodes-outside', version: '1.0.0' });
		for (const name of ['n8n-nodes-shop', '../n8n-nodes-outside', '.', '']) expect(findNodePackage(n8n, name, {})).toBeUndefined();
	});
});
