import { isTroupeError, type TroupeError } from '../core/base/errors';
import type { Host } from '../providers/compose/hosts/host';
import type { StateHost } from '../providers/compose/hosts/state-host';
import type { LocalState } from '../providers/compose/state/local-state';
import type { WaitingJobs } from '../engine-adapter/embedded/work/waiting-jobs';
import type { ChannelWarnings } from './channels/channel-warnings';
import type { UntakenJobs } from './untaken-jobs';
import { withTimeout, probeMs } from './with-timeout';
import { listSwitches } from '../providers/compose/state/host-switches';
import { findWakeUpFault } from '../providers/compose/state/host-wake-ups';
import { findWitnessFault } from '../providers/compose/state/host-witnesses';

interface WarningParts {
	host: StateHost & Pick<Host, 'published'>;
	localState?: LocalState;
	findCountFault?: () => TroupeError | undefined;
	untaken?: Pick<UntakenJobs, 'list'>;
	ofChannels?: Pick<ChannelWarnings, 'list'>;
	onRefused?: (refused: readonly TroupeError[]) => void;
}

/** Lists needed changes although the process works. Faults show only their code: everybody can read it; the log says more. */
export async function collectWarnings({
	host,
	localState,
	findCountFault,
	onRefused,
	untaken,
	ofChannels,
}: WarningParts): Promise<string[]> {
	const counts = findCountFault?.();
	const wakeUps = findWakeUpFault(host);
	const witnesses = findWitnessFault();
	const waiting = untaken?.list() ?? [];
	const refused = await listRefused(host.published);
	onRefused?.(refused);
	const channels = (await ofChannels?.list()) ?? [];
	const off = await countOff(host);
	return [
		...(off > 0 ? [`Switches that are off: ${off}. \`troupe switch list\` names them.`] : []),
		...(localState ? [localState.warning] : []),
		...(counts ? [`Redis does not count requests (${counts.code}): rate limits hold for each process alone.`] : []),
		...(wakeUps ? [`Redis does not carry wake-ups (${wakeUps.code}): other processes notice changes seconds later.`] : []),
		...(witnesses ? [`The witnesses of audit logs cannot be read (${witnesses.code}): \`troupe doctor\` says why.`] : []),
		...(waiting.length > 0 ? [describeUntaken(waiting)] : []),
		...channels,
		...(refused.length > 0 ? [describeRefused(refused)] : []),
	];
}

/** An unreadable state is its own check's report. */
async function countOff(host: StateHost): Promise<number> {
	try {
		return (await withTimeout(listSwitches(host), probeMs, 'Reading what is off')).length;
	} catch (error) {
		if (isTroupeError(error)) return 0;
		throw error;
	}
}

/** Unreadable trust is the gate check's report. */
async function listRefused(published: Host['published']): Promise<TroupeError[]> {
	try {
		return (await withTimeout(published?.listRefused?.('agent'), probeMs, 'Reading which agents may run')) ?? [];
	} catch (error) {
		if (isTroupeError(error)) return [];
		throw error;
	}
}

const describeUntaken = (jobs: readonly WaitingJobs[]): string =>
	`Jobs that no worker takes: ${jobs.reduce((sum, { count }) => sum + count, 0)}. The log and the metric troupe_jobs_untaken say of which type and tenant.`;

function describeRefused(refused: readonly TroupeError[]): string {
	const codes = [...new Set(refused.map(({ code }) => code))].join(', ');
	return `Published agents that cannot run and are not offered: ${refused.length} (${codes}). The log and \`troupe agent list\` name them.`;
}
