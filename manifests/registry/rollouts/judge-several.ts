import { compareShares, type Counts, countAll } from '../../../core/base/statistics/compare-shares';
import type { Rollout } from '../registry-api';
import { emptyGroup, emptyGroups, falseAborts, formatCounts, formatInterval, type GroupVerdict, readCounts } from './judge-groups';

interface Candidate {
	version: string;
	counts: Counts;
}

export const listCandidates = ({ to, others = [] }: Pick<Rollout, 'to' | 'others'>): string[] => [to, ...others];

/**
 * Compares each version with the old one, at doubling samples. Drops worse versions. The best of the better ones wins: Holm's correction (1979) keeps
 * the chance of a false winner below that of two groups.
 */
export function judgeSeveral(rollout: Rollout): GroupVerdict | undefined {
	const { quality, groups = emptyGroups, stages } = rollout;
	if (!quality) return undefined;
	const all = readCandidates(rollout);
	const live = all.filter(({ version }) => !groups.worse?.includes(version));
	const before = readCounts(groups.from, quality.compare);
	const size = Math.min(countAll(before), ...live.map(({ counts }) => countAll(counts)));
	const needed = quality.minimumSamples * 2 ** groups.looks;
	if (size < needed) {
		const best = live.find(({ version }) => version === groups.best);
		return best
			? { kind: 'not worse', groups, reason: `${best.version} is better: ${describe(best.counts, before)}` }
			: { kind: 'open', groups, reason: `${size} of ${needed} samples in each group` };
	}
	const looks = groups.looks + 1;
	const error = falseAborts / stages.length / 2 ** looks;
	const compare = ({ counts }: Candidate, share: number) => compareShares(before, counts, (2 * error) / share)!;
	const { best: _, ...kept } = groups;
	const won = findBest(live, (one, left) => compare(one, left).low > 0, all.length);
	if (won) {
		const interval = formatInterval(compare(won.candidate, won.among));
		const reason = `${won.candidate.version} is better by ${interval}: ${describe(won.candidate.counts, before)}`;
		return { kind: 'not worse', groups: { ...kept, looks, best: won.candidate.version }, reason };
	}
	const worse = live.filter((one) => compare(one, all.length).high < 0).map(({ version }) => version);
	const out = [...(groups.worse ?? []), ...worse];
	const next = { ...kept, looks, ...(out.length > 0 && { worse: out }) };
	if (out.length === all.length) return { kind: 'worse', groups: next, reason: `each new version is worse: ${out.join(', ')}` };
	const left = worse.length > 0 ? `; worse and left out: ${worse.join(', ')}` : '';
	return { kind: 'open', groups: next, reason: `no version is shown to be better yet${left}; looked at again after ${2 * needed} samples` };
}

function readCandidates(rollout: Rollout): Candidate[] {
	const { groups = emptyGroups, quality } = rollout;
	const counts = [groups.to, ...(groups.others ?? [])];
	return listCandidates(rollout).map((version, place) => ({
		version,
		counts: readCounts(counts[place] ?? emptyGroup, quality?.compare ?? 'runs'),
	}));
}

/** Each better version leaves more of the error probability to the others. */
function findBest(live: readonly Candidate[], isBetter: (one: Candidate, left: number) => boolean, count: number) {
	const better = new Set<Candidate>();
	let among = count;
	for (let before = -1; before < better.size;) {
		before = better.size;
		among = Math.max(1, count - before);
		for (const one of live) if (isBetter(one, among)) better.add(one);
	}
	const [candidate] = [...better].sort((one, other) => share(other) - share(one));
	return candidate && { candidate, among };
}

const share = ({ counts }: Candidate): number => counts.passed / countAll(counts);
const describe = (counts: Counts, before: Counts): string => `${formatCounts(counts)}, ${formatCounts(before)} of the old one`;
