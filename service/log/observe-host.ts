import { toIso } from '../../core/base/iso-time';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { anchorAll } from '../../providers/compose/state/host-anchors';
import { closeStatements } from '../events/close-months';
import { publishUsage } from '../events/publish-usage';
import { serveEvents } from '../events/serve-events';
import { repeat } from '../repeat';
import { cleanDaily } from './clean-daily';
import { judgeLiveRuns } from '../quality/judge-live-runs';
import type { KeptLines } from './kept-lines';
import type { Log } from './log';
import { logWarnings } from './log-warnings';
import { askForCosignatures } from './ask-witnesses';
import { sequenceAudits } from './sequence-audit';
import { reportMachine } from '../machines/report-machine';
import { tendRuns } from '../overdue/tend-runs';
import { agentLog } from './log-agents';
import { watchCredentials } from './watch-credentials';
import { listenToBudgets } from '../../providers/compose/models/announce-budget';
import { listenToWakeUpFaults } from '../../providers/compose/state/host-wake-ups';
import { faultLog } from './fault-log';

const everyMs = 3_600_000;

/** Anchors all tenants' newest checkpoints on this machine hourly. @returns a function that ends it */
function anchorAudits(host: Host, log: Log): { stop: () => Promise<void> } {
	const reportFault = faultLog(log, 'checkpoints of the audit log were not anchored');
	const report = (fault: unknown) => reportFault(fault, {});
	return repeat(() => anchorAll(host, report), everyMs, report);
}

interface ObservedParts {
	log: Log;
	kept: KeptLines;
	metrics: WorkerMetrics;
}

/**
 * Starts a long-running process's background work: gate warnings, budgets, wake-up faults, clean-up, machine reports, undecided runs, audit indexes,
 * witnesses, anchors, live judgements, events and credential tests. @returns a function that ends it
 */
export function observeHost(host: Host, name: 'serve' | 'worker', { log, kept, metrics }: ObservedParts): () => Promise<void> {
	const warnings = logWarnings(host, name, log);
	const endBudgets = logBudgets(log, metrics);
	const endWakeUps = logWakeUps(log);
	const cleaning = cleanDaily(host, { log, kept });
	const tending = tendRuns(host, log, agentLog(log));
	const audits = sequenceAudits(host, log);
	const witnesses = askForCosignatures(host, log);
	const anchors = anchorAudits(host, log);
	const judging = judgeLiveRuns(host, log);
	const events = serveEvents(host, log);
	const usage = publishUsage(host, faultLog(log, 'usage was not published'));
	const statements = closeStatements(host, faultLog(log, 'statements of usage were not closed'));
	const credentials = watchCredentials(host, log, metrics);
	const machine = reportMachine(host, name, { log, metrics });
	return async () => {
		warnings.stop();
		endBudgets();
		endWakeUps();
		const all = [cleaning, tending, audits, witnesses, anchors, judging, credentials, usage, statements, events, machine];
		await Promise.all(all.map((each) => each.stop()));
	};
}

/** Logs and counts budgets at 80 or 100 percent; the machine that announced one does so. Returns a function that ends it. */
function logBudgets(log: Log, metrics: Pick<WorkerMetrics, 'countBudget'>): () => void {
	return listenToBudgets(({ budget: { name, tenant, agent, per }, percent, field, cap, spent, resetsAt, instance }) => {
		metrics.countBudget(name, percent);
		const resets = toIso(resetsAt);
		log('warn', percent === 100 ? 'budget used up' : 'budget at 80 percent', {
			budget: name,
			percent,
			per,
			unit: field,
			cap,
			spent,
			resetsAt: resets,
			tenant,
			agent,
			instance,
		});
	});
}

/** Logs once a minute that wake-ups do not reach other processes. Returns a function that ends it. */
function logWakeUps(log: Log): () => void {
	const reportFault = faultLog(log, 'other processes notice changes later');
	return listenToWakeUpFaults((fault) => reportFault(fault, {}));
}
