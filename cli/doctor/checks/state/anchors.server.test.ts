import { mkdirSync, writeFileSync } from 'node:fs';
import { type FakeTimestampAuthority, startTimestampAuthority } from '../../../../test/fakes/timestamp-authority';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { anchorsCheck } from './anchors';

let machine: TestMachine;
let authority: FakeTimestampAuthority;
beforeAll(async () => {
	authority = await startTimestampAuthority();
});
afterAll(() => authority.close());
beforeEach(() => {
	machine = createTestMachine();
	mkdirSync(machine.home, { mode: 0o700 });
});
afterEach(() => machine.remove());

const set = (more: Record<string, string>) => {
	machine.environment = { ...machine.environment, ...more };
};
const days = (count: number) => count * 86_400_000;

it('has nothing to look at without the settings, and says that an authority alone stamps nothing', async () => {
	expect(await machine.look(anchorsCheck)).toEqual([
		'skipped TROUPE_AUDIT_ANCHORS names no places that keep checkpoints of the audit log.',
	]);
	set({ TROUPE_AUDIT_TSA: authority.url, TROUPE_AUDIT_TSA_CA: authority.rootFile });
	expect((await machine.look(anchorsCheck)).join()).toMatch(/^warn TROUPE_AUDIT_TSA is set, .* nothing is time-stamped\.$/);
});

it('warns of a place in which nothing is kept yet, or any more', async () => {
	set({ TROUPE_AUDIT_ANCHORS: `file:${machine.at('anchors.jsonl')}` });
	expect(await machine.look(anchorsCheck)).toEqual(['warn Nothing is kept yet in: file:~/anchors.jsonl.']);
	writeFileSync(machine.at('anchors.jsonl'), '');
	expect(await machine.look(anchorsCheck)).toEqual(['ok Checkpoints of the audit log are kept in: file:~/anchors.jsonl']);
});

it('tells when the root of the authority ends', async () => {
	writeFileSync(machine.at('anchors.jsonl'), '');
	set({
		TROUPE_AUDIT_ANCHORS: `file:${machine.at('anchors.jsonl')}`,
		TROUPE_AUDIT_TSA: authority.url,
		TROUPE_AUDIT_TSA_CA: authority.rootFile,
	});
	const { nowMs } = machine;
	const lookAt = async (time: number) =>
		(await machine.look({ ...anchorsCheck, look: (of, signal) => anchorsCheck.look({ ...of, nowMs: time }, signal) }))[1];
	expect(await lookAt(nowMs - days(5))).toMatch(/^ok Timestamps of the audit log are judged by a root that ends on \d{4}-/);
	expect(await lookAt(nowMs + days(5))).toMatch(/^warn The root of TROUPE_AUDIT_TSA_CA ends on /);
	expect(await lookAt(nowMs + days(40))).toMatch(/^fail The root of TROUPE_AUDIT_TSA_CA ended on .*: new timestamps are refused\.$/);
});
