import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openChannelStores } from '../../../../providers/state/channels/open-channel-stores';
import { openTenantStore } from '../../../../providers/state/tenant-store';
import { openSwitchStore } from '../../../../providers/state/switches/switch-store';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { databaseCheck } from './database';
import { diskCheck } from './disk';
import { engineLockCheck } from './engine-lock';
import { homeCheck } from './home';
import { knownVersions } from './known-versions';
import { localStateCheck } from './local-state';
import { stateFilesCheck } from './state-files';
import { channelsCheck } from './channels';
import { openEventStore } from '../../../../providers/state/events/open-event-store';
import { residencyCheck } from './residency';
import { openChannels } from '../../../../providers/compose/channels/open-channels';
import { closeOpened } from '../../../../providers/compose/open-once';
import { hearPerson } from '../../../../test/support/privacy/hear-person';
import { requestsCheck } from './requests';
import { retentionCheck } from './retention';
import { switchesCheck } from './switches';

let machine: TestMachine;
beforeEach(() => (machine = createTestMachine()));
afterEach(() => machine.remove());

const createHome = (mode = 0o700) => {
	mkdirSync(machine.home, { mode });
	chmodSync(machine.home, mode);
};
const write = (name: string, content: string | Buffer = 'x', mode = 0o600) => {
	writeFileSync(machine.at(name), content);
	chmodSync(machine.at(name), mode);
};

describe('home', () => {
	it('that is relative leads elsewhere from another folder', async () => {
		const relative = { ...machine, environment: { TROUPE_HOME: 'state/home' } };
		expect(await homeCheck.look(relative, AbortSignal.timeout(1_000))).toContainEqual({
			state: 'warn',
			text: expect.stringContaining("Troupe's home is the relative path state/home") as string,
			fix: expect.stringContaining(resolve('state/home')) as string,
		});
	});

	it('can be missing, or belong to this user alone', async () => {
		expect(await machine.look(homeCheck)).toEqual([expect.stringMatching(/^skipped ~ does not exist yet/)]);
		createHome();
		write('vault.key');
		// What npm writes when it installs koffi is not secret.
		write('package.json', '{}', 0o644);
		mkdirSync(machine.at('node_modules'));
		expect(await machine.look(homeCheck)).toEqual(['ok ~ and its files belong to this user alone.']);
	});

	it('that an earlier version created with 0755 is reported, with the command that corrects it', async () => {
		createHome(0o755);
		write('state.db', 'x', 0o644);
		const [folder, files] = await machine.find(homeCheck);
		expect(folder).toMatchObject({ state: 'warn', text: expect.stringContaining('(mode 755)'), fix: `chmod 700 "${machine.home}"` });
		expect(files).toMatchObject({ state: 'warn', text: expect.stringMatching(/: state\.db\.$/), fix: `chmod -R go-rwx "${machine.home}"` });
		// The advice works.
		for (const { fix } of [folder!, files!]) spawnSync('sh', ['-c', fix!]);
		expect(await machine.look(homeCheck)).toEqual([expect.stringMatching(/^ok/)]);
	});

	it('that is a file fails', async () => {
		writeFileSync(machine.home, '');
		expect(await machine.look(homeCheck)).toEqual(['fail ~ is not a folder.']);
	});

	it('that cannot be created fails', async () => {
		writeFileSync(machine.home, '');
		const [finding] = await homeCheck.look({ ...machine, home: machine.at('inside') }, AbortSignal.timeout(20_000));
		expect(finding).toMatchObject({ state: 'fail', text: expect.stringMatching(/inside does not exist, and this user cannot create it/) });
	});
});

describe('state files', () => {
	const createDatabase = (name: string, version: number) => {
		const database = new DatabaseSync(machine.at(name));
		database.exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (a); PRAGMA user_version = ${version}`);
		database.close();
	};

	it('of this version or an earlier one are well, and stay as they are', async () => {
		expect(await machine.look(stateFilesCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		createHome();
		for (const [name, version] of Object.entries(knownVersions)) createDatabase(name, version);
		write('other.db', '');
		const before = readdirSync(machine.home);
		expect(await machine.look(stateFilesCheck)).toEqual([expect.stringMatching(/^ok .*engine\.db.*state\.db/)]);
		expect(readdirSync(machine.home)).toEqual(before);
	});

	it.each(Object.entries(knownVersions))('a later schema of %s fails', async (name, version) => {
		createHome();
		createDatabase(name, version + 1);
		expect(await machine.look(stateFilesCheck)).toEqual([
			`fail A later version of Troupe wrote ~/${name} (schema ${version + 1}; this one knows ${version}).`,
		]);
	});

	const fill = (name: string) => {
		const database = new DatabaseSync(machine.at(name));
		database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
		const insert = database.prepare('INSERT INTO t VALUES (?)');
		for (let row = 0; row < 500; row++) insert.run('x'.repeat(200));
		return database;
	};

	it('that are damaged fail: cut short, or written over behind the first pages', async () => {
		createHome();
		for (const name of ['engine.db', 'memory.db', 'state.db']) fill(name).close();
		truncateSync(machine.at('engine.db'), 5_000);
		const bytes = readFileSync(machine.at('memory.db'));
		for (let at = 2 * 4_096; at < bytes.length; at += 4_096) bytes.fill(7, at, at + 200);
		write('memory.db', bytes);
		expect(await machine.look(stateFilesCheck)).toEqual([
			'fail ~/engine.db is damaged (STORAGE_DAMAGED): it has 5000 bytes, fewer than its pages.',
			expect.stringMatching(/^fail ~\/memory\.db is damaged \(STORAGE_DAMAGED\): Tree \d+/),
		]);
	});

	it('that are folders or links to nothing fail, and so does a damaged one that a setting names', async () => {
		createHome();
		mkdirSync(machine.at('engine.db'));
		symlinkSync('nowhere', machine.at('state.db'));
		machine.environment.TROUPE_MEMORY_STORE = machine.at('..', 'people.db');
		write('../people.db', 'text');
		expect(await machine.look(stateFilesCheck)).toEqual([
			'fail ~/engine.db is not a file.',
			'fail ~/state.db is a broken link.',
			'fail ~~/people.db is not a SQLite database.',
		]);
	});

	it('that are in use are read through their journal, or left to the process that keeps them', async () => {
		createHome();
		const shared = fill('state.db');
		const own = fill('engine.db');
		own.close();
		const exclusive = new DatabaseSync(machine.at('engine.db'));
		exclusive.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; INSERT INTO t VALUES (1); COMMIT');
		const before = readdirSync(machine.home);
		expect(await machine.look(stateFilesCheck)).toEqual([expect.stringMatching(/^ok /)]);
		expect(readdirSync(machine.home)).toEqual(before);
		shared.close();
		exclusive.close();
	});

	it('a file that is not a database fails', async () => {
		createHome();
		write('memory.db', Buffer.alloc(4096, 1));
		write('state.db', 'SQLite');
		expect(await machine.look(stateFilesCheck)).toEqual([
			'fail ~/memory.db is not a SQLite database.',
			'fail ~/state.db is not a SQLite database.',
		]);
	});
});

describe('engine lock', () => {
	const holdBy = (pid: number | undefined) => write('engine.db.lock', JSON.stringify({ pid, since: '2026-01-01T00:00:00.000Z' }));

	it('tells which process runs the engine', async () => {
		expect(await machine.look(engineLockCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		createHome();
		holdBy(process.pid);
		expect(await machine.look(engineLockCheck)).toEqual([
			`ok The process ${process.pid} runs the embedded engine since 2026-01-01T00:00:00.000Z.`,
		]);
	});

	it('tells of a process that was killed', async () => {
		createHome();
		const { pid } = spawnSync(process.execPath, ['-e', '']);
		holdBy(pid);
		expect(await machine.look(engineLockCheck)).toEqual([expect.stringContaining(`warn ~/engine.db.lock was left by the process ${pid}`)]);
		write('engine.db.lock', '{"pi');
		expect(await machine.look(engineLockCheck)).toEqual([expect.stringContaining('warn ~/engine.db.lock was left by a process ')]);
	});
});

test('what is off is named, with the command that turns it on', async () => {
	expect(await machine.look(switchesCheck)).toEqual(['ok Nothing is off.']);
	createHome();
	const switches = openSwitchStore(machine.at('state.db'));
	await switches.suspect(
		{ tenant: 'default', target: 'tool:clerk@1.0.0/mcp:crm', reason: 'it gave orders', changedBy: 'agent:clerk' },
		'x',
		1,
	);
	await switches.suspect({ tenant: 'default', target: 'tool:clerk@1.0.0/pay', reason: 'counted', changedBy: 'agent:clerk' }, 'x', 2);
	await switches.close();
	expect(await machine.find(switchesCheck)).toEqual([
		{
			state: 'warn',
			text: 'Off: the tool mcp:crm of the agent clerk@1.0.0 of the tenant default: it gave orders',
			fix: 'Look at it, then run `troupe switch on tool:clerk@1.0.0/mcp:crm --tenant default`.',
		},
	]);
});

test('cleanings that remove more than usual are named while their days have not passed', async () => {
	createHome();
	expect(await machine.look(retentionCheck)).toEqual(['ok No cleaning is known to remove more than usual.']);
	const { nowMs } = machine;
	const events = openEventStore(machine.at('state.db'), { clock: { now: () => nowMs } } as never);
	const due = (kept: string, withinDays: number, daysAgo: number) => ({
		...{ type: 'retention.due' as const, data: { class: kept, rows: 500, withinDays }, at: nowMs - daysAgo * 86_400_000 },
	});
	await events.append('default', [due('run', 7, 8), due('memory', 7, 2), due('memory', 1, 0)]);
	await events.append('acme', [due('conversation', 7, 1)]);
	await events.close();
	const found = await machine.find(retentionCheck);
	expect(found.map(({ text }) => /of (\w+) of the tenant (\w+) within (\d)/.exec(text)!.slice(1))).toEqual([
		['memory', 'default', '1'],
		['conversation', 'acme', '7'],
	]);
	expect(found[1]!.fix).toContain('troupe privacy retention --tenant acme');
});

test('servers outside of the region of a tenant are named, as they are declared', async () => {
	createHome();
	expect(await machine.look(residencyCheck)).toEqual(['ok No server would be refused because of its region.']);
	const tenants = openTenantStore(machine.at('state.db'));
	await tenants.set({ name: 'acme', rules: { residency: 'br' }, changedAt: 1, changedBy: 'user:ana' });
	await tenants.set({ name: 'umbrella', rules: {}, changedAt: 1, changedBy: 'user:ana' });
	await tenants.close();
	const { channels, close } = openChannelStores(machine.at('state.db'));
	const facts = {
		credential: 'c',
		agent: null,
		message: null,
		rules: {},
		state: 'active' as const,
		allowedNetworks: [],
		pathSecretHash: null,
	};
	const put = (name: string, provider: string, settings: Record<string, string>) =>
		channels.put({ ...facts, tenant: 'acme', name, provider, settings, createdAt: 1, changedAt: 1, changedBy: 'user:ana' }, true);
	await put('sales', 'z-api', {});
	await put('own', 'waha', { baseUrl: 'https://waha.example.com.br' });
	await close();
	const environment = {
		...machine.environment,
		OPENAI_API_KEY: 'k',
		TROUPE_REGISTRY_URL: 'https://registry.test',
		TROUPE_DECISION_POINT: 'https://pdp.example.com.br/access',
		TROUPE_MEMORY_STORE: 'postgres://db.example.com.br/memory?host=far.test',
		TROUPE_REGIONS: '*.example.com.br=br,api.openai.com=us',
	};
	const found = await residencyCheck.look({ ...machine, environment }, AbortSignal.timeout(5_000));
	expect(found.map(({ text }) => text)).toEqual([
		'Data of the tenant "acme" stays in br, and api.openai.com (the models of openai) is in us.',
		'Data of the tenant "acme" stays in br, and far.test (PostgreSQL (TROUPE_MEMORY_STORE)) is in a region that is not declared.',
		'Data of the tenant "acme" stays in br, and api.z-api.io (the channel sales) is in a region that is not declared.',
	]);
	expect(found[2]!.fix).toContain('add api.z-api.io=br to the list in TROUPE_REGIONS');
});

test('requests about data without an answer are named three days before their last day, by the law of the tenant', async () => {
	createHome();
	expect(await machine.look(requestsCheck)).toEqual(['ok No request about data is due.']);
	const { nowMs } = machine;
	const { contact } = await hearPerson('5544988880001', [{ kind: 'text', text: 'hello' }], {
		...{ stateFolder: machine.home, database: '', tenant: 'default' },
	});
	const { rights } = await openChannels({ stateFolder: machine.home, database: '' });
	const note = (kind: 'access' | 'portability' | 'objection', daysAgo: number) =>
		rights.request('default', contact, { kind, by: 'user:ana', at: nowMs - daysAgo * 86_400_000 });
	await note('objection', 5);
	expect(await machine.look(requestsCheck)).toEqual(['ok No request about data is due.']);
	const near = (await note('portability', 13))!;
	const late = (await note('access', 20))!;
	await closeOpened();
	const found = await machine.find(requestsCheck);
	expect(found.map(({ text }) => text)).toEqual([
		expect.stringMatching(new RegExp(`^The request ${late.protocol} \\(access\\) of the tenant default had its last day on `)),
		expect.stringMatching(new RegExp(`^The request ${near.protocol} \\(portability\\) of the tenant default has its last day on `)),
	]);
	expect(found[0]!.fix).toContain(`troupe privacy requests show ${late.protocol}`);
});

test('a channel whose account is not connected, or whose agent cannot answer, is named, unless it is paused', async () => {
	createHome();
	const { channels, states, close } = openChannelStores(machine.at('state.db'));
	for (const [name, state] of [
		['sales', 'active'],
		['closed', 'paused'],
	] as const) {
		await channels.put(
			{
				...{ tenant: 'acme', name, provider: 'z-api', settings: {}, credential: 'c', agent: null, message: null, rules: {}, state },
				...{ allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:test' },
			},
			false,
		);
		await states.note({ tenant: 'acme', channel: name, part: 'account', state: 'disconnected', reason: 'Logged out.', checkedAt: 0 });
	}
	expect(await machine.find(channelsCheck)).toEqual([
		{
			state: 'warn',
			text: 'The account of the channel sales of the tenant acme is disconnected since 1970-01-01 00:00 UTC. Logged out.',
			fix: 'Connect it at the provider, then run `troupe channel test sales --tenant acme`.',
		},
	]);
	await states.note({ tenant: 'acme', channel: 'sales', part: 'account', state: 'connected', reason: null, checkedAt: 1 });
	const reason = 'AGENT_NOT_FOUND: There is no agent "clerk".';
	await states.note({ tenant: 'acme', channel: 'sales', part: 'agent', state: 'away', reason, checkedAt: 1 });
	expect(await machine.look(channelsCheck)).toEqual([
		expect.stringContaining(`The agent of the channel sales of the tenant acme is away since`),
	]);
	await states.note({ tenant: 'acme', channel: 'sales', part: 'agent', state: 'ready', reason: null, checkedAt: 2 });
	await close();
	expect(await machine.look(channelsCheck)).toEqual([
		'ok No channel is known to have an account that is not connected, an agent that cannot answer, or something missing.',
	]);
});

describe('local state', () => {
	const look = (environment: Record<string, string>) => {
		Object.assign(machine.environment, environment);
		return machine.look(localStateCheck);
	};

	it('refuses a home whose state was moved, where the setting of its database is missing', async () => {
		createHome();
		write('moved-state.json', JSON.stringify({ to: 'db.example.com/troupe', files: ['state.db'] }));
		await expect(look({})).rejects.toMatchObject({ code: 'STATE_CONFLICT', message: expect.stringContaining('db.example.com') as string });
		const [finding] = await look({ TROUPE_DATABASE_URL: 'postgres://u:my-secret@db.example.com/troupe' });
		expect(finding).toBe('ok All state is in the PostgreSQL db.example.com/troupe.');
	});

	it('is well on one machine', async () => expect(await look({})).toEqual(['ok State is in files in ~: for one machine.']));

	it.each([
		[{ EXECUTIONS_MODE: 'queue' }, 'n8n runs in queue mode'],
		[{ ZEEBE_ADDRESS: 'zeebe:26500' }, 'a Zeebe cluster gives jobs to every worker'],
		[{ TROUPE_MEMORY_STORE: 'postgres://u:my-secret@db/m' }, 'a part of the state is shared (TROUPE_MEMORY_STORE)'],
	])('warns where several machines seem to work: %j', async (environment: Record<string, string>, sign) => {
		const [finding] = await look(environment);
		expect(finding).toMatch(/^warn /);
		expect(finding).toContain(sign);
		expect(finding).not.toContain('my-secret');
	});

	it('is shared with TROUPE_DATABASE_URL', async () => {
		const environment = { EXECUTIONS_MODE: 'queue', TROUPE_DATABASE_URL: 'postgres://u:my-secret@db.example:5432/troupe' };
		expect(await look(environment)).toEqual(['ok All state is in the PostgreSQL db.example:5432/troupe.']);
		await expect(look({ TROUPE_DATABASE_URL: 'mysql://db' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

it('database: a server that does not answer fails, without its password', async () => {
	machine.environment.TROUPE_DATABASE_URL = 'postgres://u:my-secret@127.0.0.1:1/troupe';
	const [finding, ...others] = await machine.look(databaseCheck);
	expect(finding).toMatch(/^fail The PostgreSQL 127\.0\.0\.1:1\/troupe \(TROUPE_DATABASE_URL\) cannot be reached: /);
	expect(finding).not.toContain('my-secret');
	expect(others).toEqual([]);
});

it('disk: tells the free space, also of a home that does not exist yet', async () => {
	expect(await machine.look(diskCheck)).toEqual([expect.stringMatching(/^(ok|warn|fail) [\d,]+ MB are free on the disk of ~~\.$/)]);
});
