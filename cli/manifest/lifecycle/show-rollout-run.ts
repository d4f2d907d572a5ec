import { TroupeError } from '../../../core/base/errors';
import { compareShares, type Counts, countAll } from '../../../core/base/statistics/compare-shares';
import type { Rollout, RolloutGroup } from '../../../manifests/registry/registry-api';
import { describeReporters } from '../../../manifests/registry/rollouts/add-report';
import { emptyGroup, readCounts } from '../../../manifests/registry/rollouts/judge-groups';
import { listCandidates } from '../../../manifests/registry/rollouts/judge-several';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { openRegistry, type RegistryOptions } from '../shared/open-registry';

export async function runShowRollout(id: string, options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const rollout = (await api.rollouts(caller)).find((one) => one.id === id);
	if (!rollout)
		throw new TroupeError({
			code: 'MANIFEST_NOT_FOUND',
			message: `The tenant ${caller.tenant} has no rollout ${id.slice(0, 100)}.`,
			fix: 'List them: `troupe manifest rollout list`.',
		});
	if (options.json) terminal.print(JSON.stringify(rollout));
	else [...headLines(rollout), ...groupLines(rollout), ...reporterLines(rollout)].forEach((line) => terminal.print(line));
	return 0;
}

function headLines({
	id,
	kind,
	package: name,
	from,
	to,
	others = [],
	state,
	percent,
	by = 'instance',
	stage,
	stages,
	stageSince,
	reportedAt,
	reason,
}: Rollout): string[] {
	return [
		printable(`${id}: ${kind} ${name} from ${from} to ${[to, ...others].join(', ')}, ${state}`),
		`${percent} % of the ${by}s, stage ${Math.min(stage + 1, stages.length)} of ${stages.length} since ${stageSince}`,
		...(reason === undefined ? [] : [printable(reason)]),
		reportedAt === undefined ? 'no run was reported yet' : `last report ${reportedAt}`,
	];
}

function groupLines(rollout: Rollout): string[] {
	const { groups, samples, from, quality } = rollout;
	const [to = '', ...others] = listCandidates(rollout);
	if (!groups) return [`${to}: ${samples.succeeded} succeeded, ${samples.failed} failed`];
	const compare = quality?.compare ?? 'runs';
	const width = Math.max(...[from, to, ...others].map(({ length }) => length));
	const tried = [
		{ version: to, group: groups.to },
		...others.map((version, place) => ({ version, group: groups.others?.[place] ?? emptyGroup })),
	];
	return [
		'',
		`this stage, ${compare === 'judged' ? 'judged runs that passed' : 'runs that succeeded'}:`,
		drawGroup(from.padEnd(width), groups.from, compare),
		...tried.map(({ version, group }) => drawGroup(version.padEnd(width), group, compare)),
		...tried.map(({ version, group }) => {
			const line = differenceLine(readCounts(groups.from, compare), readCounts(group, compare), tried.length);
			return tried.length === 1 ? line : printable(`${version}: ${line}${groups.worse?.includes(version) ? '; worse, left out' : ''}`);
		}),
		...(quality
			? [`compared ${groups.looks} times; the next time at ${quality.minimumSamples * 2 ** groups.looks} samples in each group`]
			: []),
	];
}

/** @param comparisons one interval alone is wrong in 5 % of cases; of several, all are right in 95 % */
function differenceLine(before: Counts, after: Counts, comparisons: number): string {
	const difference = compareShares(before, after, 0.05 / comparisons);
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	if (!difference) return 'a group is still empty';
	const sure = comparisons === 1 ? '95 % interval' : '95 % interval for all together';
	return `difference ${percent(difference.value)} (${sure} ${percent(difference.low)} to ${percent(difference.high)})`;
}

/** Runs are counted as they are reported, so people see by whom. */
function reporterLines({ to, others = [], reporters = [] }: Rollout): string[] {
	if (reporters.length === 0) return [];
	return [
		'',
		printable(`reported by, runs of ${[to, ...others].join(', ')} that succeeded:`),
		...describeReporters(reporters).map((line) => printable(`  ${line}`)),
	];
}

const barLength = 40;

function drawGroup(version: string, group: RolloutGroup, compare: 'judged' | 'runs'): string {
	const counts = readCounts(group, compare);
	const all = countAll(counts);
	const filled = all === 0 ? 0 : Math.round((counts.passed / all) * barLength);
	const share = all === 0 ? '-' : `${((counts.passed / all) * 100).toFixed(1)} %`;
	return printable(`  ${version}  ${'█'.repeat(filled)}${'░'.repeat(barLength - filled)}  ${counts.passed} of ${all}, ${share}`);
}
