import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { anchorAll } from '../../providers/compose/state/host-anchors';
import { openAudit } from '../../providers/compose/state/host-audit';
import { type FakeTimestampAuthority, startTimestampAuthority } from '../../test/fakes/timestamp-authority';
import { useAuditHome } from '../../test/support/audit-home';
import { setEnvironment } from '../../test/support/set-environment';
import { callTroupe } from '../../test/support/test-terminal';

const { inHome, append } = useAuditHome();
const grow = (count: number) => append(count, (number) => ({ who: { kind: 'system' }, object: { kind: 'key', value: `k${number}` } }));

let authority: FakeTimestampAuthority;
beforeEach(async () => {
	authority = await startTimestampAuthority();
});
afterEach(() => authority.close());

const settings = () => ({
	...{ TROUPE_HOME: inHome(''), TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' },
	...{ TROUPE_AUDIT_TSA: authority.url, TROUPE_AUDIT_TSA_CA: authority.rootFile },
});
const audit = (...args: string[]) => callTroupe(['audit', ...args], settings());
/** Calls a command without a setting, or with another value of it. */
const auditWith = (changed: Partial<ReturnType<typeof settings>>, ...args: string[]) =>
	callTroupe(['audit', ...args], { ...settings(), ...changed });

it('has checkpoints time-stamped, and says by when the log existed', async () => {
	const place = `file:${inHome('anchors.jsonl')}`;
	await grow(3);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added with a timestamp`);
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: has it already`);
	expect(authority.calls).toHaveLength(1);
	const verified = await audit('verify', '--against', place);
	expect(verified).toMatchObject({
		code: 0,
		noted: expect.stringMatching(/right: 1\. The first 3 entries existed by \d{4}-.* UTC\./) as string,
	});
	const json = JSON.parse((await audit('verify', '--json', '--against', place)).printed) as { timestamps: object };
	expect(json.timestamps).toEqual({ count: 1, entries: 3, by: expect.stringMatching(/Z$/) as string, unchecked: 0, missing: 0 });
	const line = JSON.parse(readFileSync(inHome('anchors.jsonl'), 'utf8')) as { checkpoint: string; timestamp: string };
	await grow(1);
	authority.script([{ status: 500, body: '' }]);
	const failed = await audit('checkpoint', '--anchor', place);
	expect(failed).toMatchObject({ code: 1, noted: expect.stringMatching(/added[\s\S]*HTTP 500/) as string });
	expect(readFileSync(inHome('anchors.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
	expect((await audit('verify', '--against', place)).noted).toContain('Checkpoints without a timestamp: 1.');
	// The authority is back: the checkpoint gets its timestamp.
	expect((await audit('checkpoint', '--anchor', place)).noted).toBe(`${place}: added with a timestamp`);
	expect((await audit('verify', '--against', place)).noted).not.toContain('without a timestamp');
	const lines = readFileSync(inHome('anchors.jsonl'), 'utf8').trim().split('\n');
	expect(JSON.parse(lines[2]!)).toHaveProperty('timestamp');
	writeFileSync(inHome('anchors.jsonl'), `${JSON.stringify({ ...JSON.parse(lines[2]!), timestamp: line.timestamp })}\n`);
	expect(await audit('verify', '--against', place)).toMatchObject({
		code: 2,
		noted: expect.stringContaining('The timestamp of the checkpoint of 4 entries') as string,
	});
});

it('asks an authority that cannot be reached once in a round, for however many tenants', async () => {
	const host = { stateFolder: inHome(''), database: '' };
	const { store } = (await openAudit(host))!;
	for (const tenant of ['acme', 'globex', 'initech']) {
		await store.append([{ tenant, at: 1, action: 'a.b', outcome: 'done', who: { kind: 'system' } }]);
		await store.sequence(tenant);
	}
	const place = `file:${inHome('anchors.jsonl')}`;
	const restore = setEnvironment({ ...settings(), TROUPE_AUDIT_TSA: 'http://127.0.0.1:1/', TROUPE_AUDIT_ANCHORS: place });
	const faults: unknown[] = [];
	await anchorAll(host, (fault) => void faults.push(fault));
	restore();
	expect(faults).toEqual([expect.objectContaining({ code: 'HTTP_UNREACHABLE' })]);
	expect(readFileSync(inHome('anchors.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
});

it('commits a timestamp beside its checkpoint, which OpenSSL verifies, and none of an earlier one', async () => {
	mkdirSync(inHome('repository'));
	const git = (...args: string[]) => execFileSync('git', ['-C', inHome('repository'), ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
	git('init', '--quiet');
	git('config', 'user.name', 'Auditor');
	git('config', 'user.email', 'auditor@example.com');
	const place = `git:${inHome('repository')}`;
	await grow(2);
	await audit('checkpoint', '--anchor', place);
	const names = readdirSync(inHome('repository'))
		.filter((name) => name !== '.git')
		.toSorted();
	expect(names).toEqual([expect.stringMatching(/^audit-\w+\.checkpoint$/), expect.stringMatching(/^audit-\w+\.tsr$/)]);
	const [data, reply] = names.map((name) => inHome(`repository/${name}`));
	const args = ['ts', '-verify', '-in', reply!, '-data', data!, '-CAfile', authority.rootFile];
	expect(execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })).toContain('Verification: OK');
	expect(await audit('verify', '--against', place)).toMatchObject({ code: 0, noted: expect.stringContaining('right: 1.') as string });
	await grow(1);
	await auditWith({ TROUPE_AUDIT_TSA: undefined }, 'checkpoint', '--anchor', place);
	expect(git('ls-files').split('\n')).toEqual([names[0]]);
	expect(git('status', '--porcelain')).toBe('');
	expect(await audit('verify', '--against', place)).toMatchObject({
		code: 0,
		noted: expect.stringContaining('right: 1. The first 2') as string,
	});
	const unjudged = await auditWith({ TROUPE_AUDIT_TSA: undefined, TROUPE_AUDIT_TSA_CA: undefined }, 'verify', '--against', place);
	expect(unjudged.noted).toContain('Timestamps that were not checked: 1.');
});

it('refuses an authority without a root, and an address that is not a URL', async () => {
	await grow(1);
	const place = `file:${inHome('anchors.jsonl')}`;
	writeFileSync(inHome('empty.pem'), 'nothing');
	const anchorWith = (changed: Partial<ReturnType<typeof settings>>) => auditWith(changed, 'checkpoint', '--anchor', place);
	expect(await anchorWith({ TROUPE_AUDIT_TSA_CA: undefined })).toMatchObject({ code: 2, noted: hasText('TROUPE_AUDIT_TSA_CA is not set') });
	expect(await anchorWith({ TROUPE_AUDIT_TSA_CA: inHome('empty.pem') })).toMatchObject({ code: 2, noted: hasText('has no certificate') });
	expect(await anchorWith({ TROUPE_AUDIT_TSA: 'timestamp.example.com' })).toMatchObject({
		code: 2,
		noted: hasText('TROUPE_AUDIT_TSA is not'),
	});
	expect(await anchorWith({ TROUPE_ALLOW_PRIVATE_NETWORKS: undefined })).toMatchObject({
		code: 1,
		noted: hasText('it is in a private network'),
	});
});

const hasText = (text: string) => expect.stringContaining(text) as string;
