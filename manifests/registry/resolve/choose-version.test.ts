import { Range } from 'semver';
import fc from 'fast-check';
import type { SnapshotRollout } from '../../documents/snapshot-document';
import { computeBucket } from '../rollouts/bucket';
import { chooseVersion, type RunnableVersion } from './choose-version';

const approved = (...versions: string[]): RunnableVersion[] => versions.map((version) => ({ version, state: 'approved' }));
const rollout = (more: Partial<SnapshotRollout> = {}): SnapshotRollout => ({
	...{ id: 'r', kind: 'agent', package: 'support', from: '1.2.0', to: '1.3.0', percent: 50, state: 'running', ...more },
});
const three = approved('1.1.0', '1.2.0', '1.3.0');
const choose = (versions: RunnableVersion[], rollouts: SnapshotRollout[] = [], range = '*', instance = 'i') => {
	const choice = chooseVersion(versions, new Range(range), rollouts, instance);
	return choice.kind === 'chosen' ? choice.version.version : choice.reason;
};

describe('the version that an instance gets', () => {
	it('is the highest approved one in the range, else a deprecated one', () => {
		expect(choose(three)).toBe('1.3.0');
		expect(choose(three, [], '~1.2')).toBe('1.2.0');
		expect(choose([...approved('1.2.0'), { version: '1.3.0', state: 'deprecated' }])).toBe('1.2.0');
		expect(choose([{ version: '1.3.0', state: 'deprecated' }])).toBe('1.3.0');
		expect(choose(three, [], '^2')).toBe('no version that may run is in the range ^2');
	});

	it('is the new one for the share of a rollout, and the one before for the others, also where there is a higher one', () => {
		const versions = [...three, ...approved('1.4.0')];
		const bucket = computeBucket('r', 'i');
		expect(choose(versions, [rollout({ percent: bucket })])).toBe('1.3.0');
		expect(choose(versions, [rollout({ percent: bucket - 1 })])).toBe('1.2.0');
		expect(choose(versions, [rollout({ percent: 100, state: 'paused' })])).toBe('1.3.0');
		expect(choose(versions, [rollout({ percent: 100, state: 'completed' })])).toBe('1.4.0');
	});

	it('is reported of a rollout only where that gave the new one', () => {
		const all = new Range('*');
		expect(chooseVersion(three, all, [rollout({ percent: 100 })], 'i')).toMatchObject({ rollout: { id: 'r' } });
		expect(chooseVersion(three, all, [rollout({ percent: 0 })], 'i')).not.toHaveProperty('rollout');
	});

	it('is the last approved one once a rollout was aborted, for every instance', () => {
		const aborted = rollout({ state: 'aborted', percent: 0 });
		for (let index = 0; index < 50; index += 1) expect(choose(three, [aborted], '*', `i${index}`)).toBe('1.2.0');
		expect(choose(approved('1.1.0', '1.3.0'), [aborted])).toBe('1.1.0');
		// What was approved after it waits for a rollout of its own, or for the end of the aborted one.
		const fixed = approved('1.2.0', '1.3.1');
		expect(choose([...fixed, ...approved('1.3.0')], [aborted])).toBe('1.2.0');
		expect(choose([...fixed, { version: '1.3.0', state: 'deprecated' }], [aborted])).toBe('1.3.1');
		expect(choose(fixed, [aborted])).toBe('1.3.1');
	});

	it('is never a revoked one: none is left when all before were', () => {
		expect(choose(approved('1.1.0', '1.3.0'), [rollout({ percent: 0 })])).toBe('1.1.0');
		expect(choose(approved('1.3.0'), [rollout({ percent: 0 })])).toMatch('no version before it that may run');
		expect(choose(approved('1.2.0'), [rollout({ percent: 100 })])).toBe('1.2.0');
	});

	it('does not concern a rollout whose new version the range does not take', () => {
		const two = approved('1.9.0', '2.0.0', '2.1.0');
		expect(choose(two, [rollout({ from: '2.0.0', to: '2.1.0', percent: 100 })], '^1')).toBe('1.9.0');
		expect(choose(two, [rollout({ from: '2.0.0', to: '2.1.0', percent: 0 })], '2.1.0')).toBe(
			'the rollout r to 2.1.0 does not give it to this instance, and no version before it that may run is in the range 2.1.0',
		);
	});

	it('stays the new one for who has it, while the share rises', () => {
		fc.assert(
			fc.property(fc.string(), fc.nat(100), fc.nat(100), (instance, one, other) => {
				const [low, high] = one < other ? [one, other] : [other, one];
				if (choose(three, [rollout({ percent: low })], '*', instance) === '1.3.0')
					expect(choose(three, [rollout({ percent: high })], '*', instance)).toBe('1.3.0');
			}),
			{ numRuns: 60 },
		);
	});
});
