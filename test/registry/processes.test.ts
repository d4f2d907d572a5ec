import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleVictim } from '../support/bundle-victim';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { selectRoleKeys, loadKeys } from '../../manifests/token/key-ring';
import type { AuditEntry, ManifestSummary, RegistryEvent } from '../../manifests/registry/registry-api';
import { readToken } from '../../manifests/token/read-token';
import type { SigningKey } from '../../manifests/token/sign-token';
import { ada, bob, carol, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { openAuditedRegistry } from '../support/registry/audited-registry';
import { within } from '../support/wait-until';
import { onBoth, type Databases } from '../support/servers/databases';
import type { Answered, Plan } from './registry-victim';

const kills = Number(process.env.TROUPE_KILLS ?? 100);
/** Each takes 0.65 s on a busy machine; one that hangs ends by itself after 45 s. */
const limitMs = 60_000 + kills * 6_000;

let folder: string;
let victim: string;
let people: RegistryPeople;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-registry-processes-'));
	victim = bundleVictim(folder, join(__dirname, 'registry-victim.ts'));
	people = await gatherPeople();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onBoth('several processes of the registry', (open) => {
	let databases: Databases;
	beforeAll(async () => (databases = await open()));
	afterAll(() => databases.remove());

	it('start at once on a new database, and of two approvals at the same moment one is a transition, the other a conflict', async () => {
		const database = await databases.create();
		const manifests = prompts(40);
		const lives = [bob, carol, bob, carol].map(({ subject }, index) => {
			const key = subject === bob.subject ? people.keys.approver : people.keys.second;
			return live(database, writePlan(`race-${index}`, manifests, key), subject);
		});
		const ended = await within('the end of four processes', Promise.all(lives.map(({ ended: end }) => end)), { forMs: 90_000 });
		expect(ended.map(({ code, errors }) => ({ code, errors }))).toEqual(lives.map(() => ({ code: 0, errors: '' })));
		const answers = ended.flatMap(({ answered }) => answered);
		for (const { sha256 } of manifests) {
			const approvals = answers.filter((answer) => answer.sha256 === sha256 && answer.did === 'approve');
			// The same key's approval again is the same answer; the other one's came for a revision that is gone.
			expect(approvals.map(({ refused }) => refused ?? 'approved').sort()).toEqual([
				'STATE_CONFLICT',
				'STATE_CONFLICT',
				'approved',
				'approved',
			]);
		}
		const seen = await look(database);
		expect(seen.events.filter(({ type }) => type === 'manifest.approved')).toHaveLength(manifests.length);
		expect(seen.manifests.map(({ state, revision, approvals }) => [state, revision, approvals.length])).toEqual(
			manifests.map(() => ['approved', 2, 1]),
		);
		expectWhole(seen);
	});

	it(
		'are killed in the middle of it: no half state, what was answered stands, the snapshot holds, audit and events agree with it',
		async () => {
			const database = await databases.create();
			const rounds = databases.name === 'SQLite' ? kills : Math.ceil(kills / 5);
			const each = 8;
			const manifests = prompts(rounds * each, true);
			const plan = writePlan(`kills-${databases.name}`, manifests, people.keys.approver);
			const answered: Answered[] = [];
			for (let round = 0; round < rounds; round += 2)
				answered.push(
					...(await Promise.all([round, round + 1].map((one) => liveAndDie(database, plan, one * each, (one + 1) * each)))).flat(),
				);

			const seen = await look(database);
			const states = new Map(seen.manifests.map(({ sha256, state }) => [sha256, state]));
			const least = { publish: ['draft', 'approved', 'revoked'], approve: ['approved', 'revoked'], revoke: ['revoked'] };
			expect(answered.filter(({ refused }) => refused !== undefined)).toEqual([]);
			expect(answered.filter(({ sha256, did }) => !least[did].includes(states.get(sha256) ?? ''))).toEqual([]);
			expect(answered.length).toBeGreaterThanOrEqual(rounds);
			expectWhole(seen);
		},
		limitMs,
	);

	it('are killed each time after the audit log took entries, before their own database knows it: each entry is there once', async () => {
		const database = await databases.create();
		const manifests = prompts(6, true);
		const plan = writePlan(`takes-${databases.name}`, manifests, people.keys.approver);
		for (let index = 0; index < manifests.length; index += 1) {
			const { ended } = live(database, plan, bob.subject, index, index + 1, 'after-take');
			expect(await within('the end of a process that kills itself', ended)).toMatchObject({ code: null, errors: '' });
		}
		const { ended } = live(database, plan, bob.subject);
		expect(await within('the end of the last process', ended)).toMatchObject({ code: 0, errors: '' });
		expectWhole(await look(database));
	});
});

interface Seen {
	manifests: ManifestSummary[];
	events: RegistryEvent[];
	audit: AuditEntry[];
	snapshot: SnapshotDocument;
}

/** State, snapshot, events and audit say the same, and none has a gap. */
function expectWhole({ manifests, events, audit, snapshot }: Seen): void {
	expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
	expect(audit.map(({ id }) => id)).toEqual(audit.map((_, index) => index));
	const issued = events.filter(({ type }) => type === 'snapshot.issued').map(({ about }) => Number(about.version));
	expect(issued).toEqual(issued.map((_, index) => index + 1));
	expect(snapshot.ver).toBe(issued.length);
	const entries = snapshot.manifests.map(({ sha256, state, revision }) => ({ sha256, state, revision }));
	const rows = manifests.filter(({ state }) => state !== 'draft').map(({ sha256, state, revision }) => ({ sha256, state, revision }));
	expect(entries).toEqual(rows);
	const hashes = (type: RegistryEvent['type']) =>
		events
			.filter((event) => event.type === type)
			.map(({ about }) => about.sha256!)
			.sort();
	const done = (action: string) =>
		audit
			.filter((entry) => entry.action === action && entry.outcome === 'success')
			.map(({ object }) => object)
			.sort();
	const inState = (...states: string[]) =>
		manifests
			.filter(({ state }) => states.includes(state))
			.map(({ sha256 }) => sha256)
			.sort();
	expect(hashes('manifest.published')).toEqual(inState('draft', 'approved', 'revoked'));
	expect(hashes('manifest.approved')).toEqual(inState('approved', 'revoked'));
	expect(hashes('manifest.revoked')).toEqual(inState('revoked'));
	expect(done('manifest.published')).toEqual(hashes('manifest.published'));
	expect(done('manifest.approved')).toEqual(hashes('manifest.approved'));
	expect(done('manifest.revoked')).toEqual(hashes('manifest.revoked'));
}

async function look(database: string): Promise<Seen> {
	const registry = await openAuditedRegistry({ database, keys: people.signers });
	try {
		const { token } = (await registry.snapshot(ada))!;
		const ring = selectRoleKeys(loadKeys(people.rootDocument, 'the root'), people.rootDocument, 'snapshot', 'the root');
		const snapshot = readToken('the snapshot', 'troupe-snapshot+jwt', Buffer.from(token), ring, Date.now()).document;
		const events: RegistryEvent[] = [];
		for await (const event of registry.events(ada, 0, new AbortController().signal, { follow: false })) events.push(event);
		const manifests = await readAll((cursor) => registry.list(ada, { cursor, limit: 500 }));
		const audit = await readAll((cursor) => registry.audit(ada, { cursor, limit: 500 }));
		return { manifests: manifests.reverse(), audit: audit.reverse(), events, snapshot };
	} finally {
		await registry.close();
	}
}

async function readAll<Item>(page: (cursor: string | undefined) => Promise<{ items: Item[]; cursor?: string }>): Promise<Item[]> {
	const items: Item[] = [];
	let cursor: string | undefined;
	do {
		const next = await page(cursor);
		items.push(...next.items);
		({ cursor } = next);
	} while (cursor !== undefined);
	return items;
}

type Signed = ReturnType<RegistryPeople['prompt']> & { revoke: boolean };

const prompts = (count: number, revoking = false): Signed[] =>
	Array.from({ length: count }, (_, index) => ({ ...people.prompt(`tone-${index}`, '1.0.0'), revoke: revoking && index % 4 === 0 }));

function writePlan(name: string, manifests: Signed[], key: SigningKey): string {
	const path = join(folder, `${name}.json`);
	const { keyId, privateKey } = people.keys.snapshot;
	const plan: Plan = {
		root: people.root,
		snapshotKey: { keyId, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() },
		manifests: manifests.map((one) => ({ token: one.token, sha256: one.sha256, approval: people.approval(one, key), revoke: one.revoke })),
	};
	writeFileSync(path, JSON.stringify(plan));
	return path;
}

function live(database: string, plan: string, subject: string, from = 0, to = 1e9, end: '' | 'after-take' = '') {
	const child = spawn(process.execPath, [victim, database, plan, subject, String(from), String(to), end], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	let errors = '';
	const spoke = Promise.withResolvers<void>();
	child.stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		if (said.includes('\n')) spoke.resolve();
	});
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const ended = new Promise<{ code: number | null; errors: string; answered: Answered[] }>((resolve) =>
		child.once('close', (code) => {
			spoke.resolve();
			const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n');
			resolve({ code, errors, answered: lines.filter(Boolean).map((line) => JSON.parse(line) as Answered) });
		}),
	);
	return { child, ended, spoke: spoke.promise };
}

/** What a process said before it was killed; a line that was cut off does not count. */
async function liveAndDie(database: string, plan: string, from: number, to: number): Promise<Answered[]> {
	const { child, ended, spoke } = live(database, plan, bob.subject, from, to);
	await within('a word of the process', spoke);
	await sleep(Math.random() * 60);
	child.kill('SIGKILL');
	const { answered, errors } = await within('the end of a killed process', ended);
	expect(errors).toBe('');
	return answered;
}
