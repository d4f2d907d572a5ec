import { Range } from 'semver';
import { chooseVersion, listChoices } from '../resolve/choose-version';
import type { Rollout } from '../registry-api';
import { ruleContinued } from './arms';
import { nameByContact } from './by-contact';
import { emptyGroup, emptyGroups } from './judge-groups';
import { toSnapshotRollouts } from './snapshot-rollouts';
import { slowTest } from '../../../test/support/slow-tests';

const all = ['1.0.0', '1.1.0', '1.2.0', '1.3.0'];
const versions = all.map((version) => ({ version, state: 'approved' as const }));
const rollout = (more: Partial<Rollout> = {}): Rollout => ({
	...{ id: nameByContact('r1'), kind: 'prompt', package: 'tone', from: '1.0.0', to: '1.1.0', others: ['1.2.0', '1.3.0'], percent: 60 },
	...{ state: 'running', stages: [], stage: 0, stageSince: '', samples: { succeeded: 0, failed: 0 }, revision: 1, by: 'contact' },
	groups: { ...emptyGroups, others: [emptyGroup, emptyGroup] },
	...more,
});
const contacts = Array.from({ length: 4_000 }, (_, index) => `person-${index}`);
const choose = (rollouts: ReturnType<typeof toSnapshotRollouts>, contact: string, range = '*', instance = 'n8n-1') => {
	const choice = chooseVersion(versions, new Range(range), rollouts, instance, contact);
	return choice.kind === 'chosen' ? choice : undefined;
};
const give = (one: Rollout, instance?: string) =>
	contacts.map((contact) => choose(toSnapshotRollouts(one), contact, '*', instance)?.version.version);

test('each contact keeps its version on every instance, and the new ones have equal shares', () => {
	const given = give(rollout());
	expect(give(rollout(), 'worker-7')).toEqual(given);
	const shareOf = (version: string) => given.filter((one) => one === version).length / contacts.length;
	expect(shareOf('1.0.0')).toBeCloseTo(0.4, 1);
	for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
		expect(shareOf(version)).toBeGreaterThan(0.17);
		expect(shareOf(version)).toBeLessThan(0.23);
	}
});

test('when the share grows, each contact of a new version keeps just this version', () => {
	const [before, after] = [give(rollout({ percent: 30 })), give(rollout({ percent: 90 }))];
	expect(before.every((version, place) => version === '1.0.0' || version === after[place])).toBe(true);
	expect(after.filter((version) => version === '1.0.0').length).toBeLessThan(contacts.length * 0.13);
});

test('every contact of a rollout is reported, each for its version', () => {
	const entries = toSnapshotRollouts(rollout());
	expect(contacts.every((contact) => choose(entries, contact)?.rollout?.id === 'by-contact.r1')).toBe(true);
});

test('contacts of a version that is left out have the old one again, and nobody else moves', () => {
	const before = give(rollout());
	const after = give(rollout({ groups: { ...emptyGroups, others: [emptyGroup, emptyGroup], worse: ['1.2.0'] } }));
	expect(after).toEqual(before.map((version) => (version === '1.2.0' ? '1.0.0' : version)));
});

test('machines of earlier versions, which pass completed rollouts over, stay with the old version', () => {
	const read = toSnapshotRollouts(rollout()).filter(({ state }) => state !== 'completed');
	expect(new Set(contacts.map((contact) => choose(read, contact)?.version.version))).toEqual(new Set(['1.0.0']));
});

test('a rollout of two groups is written and read as before', () => {
	const { others: _, groups: __, ...two } = rollout({ groups: emptyGroups });
	const entry = { id: 'by-contact.r1', kind: 'prompt', package: 'tone', from: '1.0.0', to: '1.1.0', percent: 60, state: 'running' };
	expect(JSON.stringify(toSnapshotRollouts({ ...two, groups: emptyGroups }))).toBe(JSON.stringify([entry]));
});

slowTest('after a winner below others, and after an abort, nobody gets a version that did not win', () => {
	const { others: _, ...won } = rollout({ to: '1.2.0', lost: ['1.1.0', '1.3.0'], percent: 100, state: 'completed' });
	expect(new Set(give(won))).toEqual(new Set(['1.2.0']));
	expect(new Set(give(rollout({ percent: 0, state: 'aborted' })))).toEqual(new Set(['1.0.0']));
	const next = give({ ...won, percent: 50, state: 'running' });
	expect(new Set(next)).toEqual(new Set(['1.0.0', '1.2.0']));
	// Who was in the share of the new versions stays in it.
	expect(give(rollout({ percent: 50 })).every((version, place) => version === '1.0.0' || next[place] === '1.2.0')).toBe(true);
});

test('an instance can get each version that is tried, and none that is left out', () => {
	expect(listChoices(versions, toSnapshotRollouts(rollout()))).toEqual(all);
	const groups = { ...emptyGroups, others: [emptyGroup, emptyGroup], worse: ['1.1.0'] };
	expect(listChoices(versions, toSnapshotRollouts(rollout({ groups })))).toEqual(['1.0.0', '1.2.0', '1.3.0']);
});

test('a run that goes on keeps the version of its group, also after another one won', () => {
	const { others: _, ...won } = rollout({ to: '1.2.0', lost: ['1.1.0', '1.3.0'], percent: 50 });
	for (const one of [rollout(), won])
		for (const version of all)
			for (const contact of contacts.slice(0, 20))
				expect(choose(ruleContinued(toSnapshotRollouts(one)), contact, version)?.version.version).toBe(version);
});

test('a range without the group of a contact gives it the old version, or says why there is none', () => {
	const given = contacts.map((contact) => choose(toSnapshotRollouts(rollout()), contact, '1.0.0 || 1.3.0')?.version.version);
	expect(new Set(given)).toEqual(new Set(['1.0.0', '1.3.0']));
	expect(contacts.map((contact) => choose(toSnapshotRollouts(rollout()), contact, '1.3.0'))).toContain(undefined);
});
