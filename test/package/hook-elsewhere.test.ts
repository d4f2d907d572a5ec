import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'troupe-elsewhere-'));
const installed = join(folder, '.n8n/nodes/node_modules/n8n-nodes-troupe');
const elsewhere = join(folder, 'hooks/n8n-nodes-troupe');
const env = {
	...{ PATH: process.env.PATH, HOME: folder, N8N_USER_FOLDER: folder },
	...{ TROUPE_HOME: join(folder, 'home'), NODE_PATH: resolve('node_modules') },
};
const timeout = 60_000;

beforeAll(() => {
	for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(installed, part), { recursive: true });
	const develop = ['manifest', 'develop', installed, '--keys', join(folder, 'keys'), '--covers', '.'];
	execFileSync(process.execPath, ['--no-warnings', join(installed, 'bin/troupe'), ...develop], { env, timeout, stdio: 'ignore' });
	cpSync(installed, elsewhere, { recursive: true });
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asks the hook file that lies elsewhere, in a process of its own. */
function ask(): string {
	const script = `
		const { workflow } = require(${JSON.stringify(join(elsewhere, 'dist/n8n-hooks.js'))});
		const nodes = [{ name: 'Model', type: 'n8n-nodes-troupe.troupeModel', typeVersion: 1 }];
		workflow.preExecute[0]({ nodes }).then(() => 'allowed', ({ code, details }) => code + ' ' + details.file).then((said) => console.log(said));`;
	const said = execFileSync(process.execPath, ['--no-warnings', '-e', script], { cwd: folder, env, encoding: 'utf8', timeout });
	return said.trim().split('\n').at(-1)!;
}

it('a hook file that lies elsewhere judges the Troupe that n8n loads', () => {
	expect(ask()).toBe('allowed');
	appendFileSync(join(installed, 'dist/nodes/TroupeModel/TroupeModel.node.js'), ';');
	expect(ask()).toBe('MANIFEST_TAMPERED dist/nodes/TroupeModel/TroupeModel.node.js');
});
