/** From one packed version to the next, and back: under the gate, on the same state, in the folder that n8n installs packages into. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { installPackage } from '../../scripts/lib/n8n.mjs';
import { packVersions, type PackedVersions } from '../support/packed-versions';
import { waitUntil } from '../support/wait-until';

const [older, newer] = ['0.9.0', '0.9.1'];
const folder = mkdtempSync(join(tmpdir(), 'troupe-upgrade-'));
const userFolder = join(folder, 'user');
const nodePath = resolve('node_modules');
const timeout = 120_000;
const running = new Set<ChildProcess>();
let packed: PackedVersions;
beforeAll(async () => {
	packed = await packVersions(folder, [older, newer]);
	for (const version of [older, newer]) await install(version, machine(version));
}, timeout);
afterAll(() => {
	for (const child of running) child.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true });
});

/** Two machines of a rolling upgrade, which share a home. */
const machine = (version: string) => join(folder, `machine-${version}`);
const packageIn = (user: string) => join(user, '.n8n/nodes/node_modules/n8n-nodes-troupe');
/** As n8n's installer and its updater do. */
const install = (version: string, user = userFolder) =>
	installPackage({ host: { node: process.execPath } as never, userFolder: user, tarball: packed.tarball(version) });

function environment(user: string, home: string, more: Record<string, string> = {}) {
	return {
		PATH: process.env.PATH,
		HOME: user,
		N8N_USER_FOLDER: user,
		TROUPE_HOME: home,
		TROUPE_TRUST: packed.trust,
		NODE_PATH: nodePath,
		...more,
	};
}

/** Runs the command of an installed version. */
function troupe(user: string, home: string, args: string[], more: Record<string, string> = {}) {
	const command = ['--no-warnings', join(packageIn(user), 'bin/troupe'), ...args];
	const { status, stdout, stderr } = spawnSync(process.execPath, command, {
		env: environment(user, home, more),
		encoding: 'utf8',
		timeout,
	});
	return { status, stdout, stderr };
}

/** Starts a process as n8n does: it loads a node and the hook file, and asks the hook each time it gets a line. */
function startN8n(home: string) {
	const at = JSON.stringify(packageIn(userFolder));
	const script = `
		require(${at} + '/dist/nodes/TroupeModel/TroupeModel.node.js');
		const { workflow } = require(${at} + '/dist/n8n-hooks.js');
		const nodes = [{ name: 'Model', type: 'n8n-nodes-troupe.troupeModel', typeVersion: 1 }];
		const ask = () => workflow.preExecute[0]({ nodes }).then(() => 'allowed', ({ code, message }) => code + ' ' + message);
		process.stdin.on('data', () => ask().then((said) => console.log('said ' + said)));`;
	const child = spawn(process.execPath, ['--no-warnings', '-e', script], {
		cwd: folder,
		env: environment(userFolder, home),
		stdio: 'pipe',
	});
	running.add(child);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
	return {
		async ask() {
			said = '';
			child.stdin.write('?\n');
			return waitUntil('the hook to answer', () => /^said (.*)$/m.exec(said)?.[1], { seen: () => said });
		},
		stop: () => child.kill('SIGKILL'),
	};
}
const askOnce = async (home: string) => {
	const n8n = startN8n(home);
	const answer = await n8n.ask();
	n8n.stop();
	return answer;
};

describe('an update of the package in n8n', () => {
	const home = join(folder, 'home-n8n');
	beforeAll(() => install(older));

	it('runs only what is approved, and only after a restart', async () => {
		const n8n = startN8n(home);
		expect(await n8n.ask()).toBe('allowed');
		await install(newer);
		// The hook notices the new files within a quarter of a second.
		await waitUntil('the process to refuse', async () => /^MANIFEST_/.test((await n8n.ask()) ?? ''));
		expect(await askOnce(home)).toMatch(
			new RegExp(`^MANIFEST_NOT_APPROVED .*n8n-nodes-troupe ${newer.replaceAll('.', '\\.')} is not approved`),
		);
		const doctor = troupe(userFolder, home, ['doctor', '--json']);
		expect(doctor.status).toBe(1);
		expect(findCheck(doctor.stdout, 'approval')).toMatchObject({
			state: 'fail',
			findings: [{ text: expect.stringContaining(`${newer} is not approved`) }],
		});

		packed.approve(newer);
		expect(await askOnce(home)).toBe('allowed');
		// The process from before still has the old code in memory.
		expect(await n8n.ask()).toMatch(/^MANIFEST_TAMPERED /);
		n8n.stop();
	});

	it('stops n8n at its start with TROUPE_REQUIRE_APPROVED=boot, before the new version is approved', async () => {
		await install(newer);
		const trust = join(folder, 'trust-of-older');
		mkdirSync(trust);
		const [{ trust: real }, boot] = [packed, join(packageIn(userFolder), 'dist/n8n-hooks.js')];
		for (const file of readdirSync(real)) if (file === 'root.jwt') spawnSync('cp', [join(real, file), trust]);
		const env = environment(userFolder, join(folder, 'home-boot'), { TROUPE_REQUIRE_APPROVED: 'boot', TROUPE_TRUST: trust });
		const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', '-e', `require(${JSON.stringify(boot)})`], {
			env,
			encoding: 'utf8',
			timeout,
		});
		expect(status).not.toBe(0);
		expect(stderr).toContain('n8n does not start, because of TROUPE_REQUIRE_APPROVED=boot');
	});

	it('goes back to the version before, as long as that is approved', async () => {
		await install(older);
		expect(await askOnce(home)).toBe('allowed');
		expect(troupe(userFolder, home, ['--version']).stdout.trim()).toBe(older);
	});
});

function findCheck(json: string, id: string) {
	return (JSON.parse(json) as { checks: Array<{ check: string }> }).checks.find(({ check }) => check === id);
}

describe('two versions on one home', () => {
	const home = join(folder, 'home');
	beforeAll(() => packed.approve(newer));
	const remember = (version: string, fact: string) =>
		troupe(machine(version), home, ['memory', 'remember', '--person', 'ana', '--fact', fact]);
	const recall = (version: string) => troupe(machine(version), home, ['memory', 'recall', '--person', 'ana']);

	it('a revoked version stops, and the other goes on', () => {
		expect(remember(older, 'Ana prefers espresso.')).toMatchObject({ status: 0 });
		packed.manifest('revoke', `n8n-nodes-troupe@${older}`, '--yes');
		const refused = recall(older);
		expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(`n8n-nodes-troupe ${older} was revoked`) });
		expect(recall(newer)).toMatchObject({ status: 0 });
	});
});

describe('a home that a later version has written', () => {
	const home = join(folder, 'home-of-the-future');
	/** What reads each file. */
	const readers: Record<string, string[]> = {
		'knowledge.db': ['knowledge', 'status'],
		'memory.db': ['memory', 'recall', '--person', 'ana'],
		'state.db': ['agent', 'run', 'support', '--message', 'I am ana@example.com', '--conversation', 'c'],
	};
	// A model that does not answer is written to the ledger; the agent then quotes its documents.
	const model = { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
	const run = (args: string[]) => troupe(machine(newer), home, args, model);
	const version = (file: string) => readFileSync(join(home, file)).readUInt32BE(60);

	beforeAll(() => {
		packed.approve(newer);
		createEveryFile();
	}, timeout);

	it('is refused by each command that needs the file, with words, and stays as it is', () => {
		const files = readdirSync(home).filter((name) => name.endsWith('.db'));
		expect(files.sort()).toEqual(Object.keys(readers));
		expect(findCheck(run(['doctor', '--json']).stdout, 'state-files')).toMatchObject({ state: 'ok' });
		for (const file of files) {
			const known = version(file);
			setVersion(file, known + 1);
			const { status, stderr } = run(readers[file]!);
			expect({ file, status, stderr }).toEqual({ file, status: 1, stderr: expect.stringMatching(/a later version of Troupe/) });
			expect(stderr).toMatch(/^fix: Run the version of Troupe that wrote the file, or a later one\./m);
			expect(findCheck(run(['doctor', '--json']).stdout, 'state-files')).toMatchObject({
				state: 'fail',
				findings: [{ text: expect.stringContaining(file) }],
			});
			expect(version(file)).toBe(known + 1);
			setVersion(file, known);
		}
	});

	function setVersion(file: string, to: number): void {
		const database = new DatabaseSync(join(home, file));
		database.exec(`PRAGMA user_version = ${to}; PRAGMA wal_checkpoint(TRUNCATE)`);
		database.close();
	}

	/** Lets commands create every file. */
	function createEveryFile(): void {
		mkdirSync(home, { mode: 0o700 });
		for (const args of [
			['memory', 'remember', '--person', 'ana', '--fact', 'Ana prefers espresso.'],
			['agent', 'run', 'support', '--conversation', 'c', '--message', 'I am ana@example.com. How do I return a machine?'],
			['knowledge', 'ingest', '--into', 'c', resolve('examples/support/handbook')],
		])
			expect(run(args)).toMatchObject({ status: 0 });
	}
});
