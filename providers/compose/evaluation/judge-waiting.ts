import { judgeRuns, type JudgeParts, type VerdictCounts } from '../../../core/evaluation/live/judge-runs';
import { defaultTenant } from '../../../core/base/tenant';
import type { ChatModel } from '../../../core/ports/models/models';
import type { RunToJudge } from '../../../core/ports/quality';
import { composeOwnEvents } from '../events/events';
import type { Host } from '../hosts/host';
import { composeJudge } from '../models/models';
import { composeRoute, notConfigured } from '../models/named-models';
import { composeQualityStore, warn } from './quality-store';

const working = new Set<string>();

/** The command line ends with its run: a service, a worker or `troupe eval judge` judges the rest. */
const endsWithItsRun = (host: Host) => host.name === 'cli';

/** Judges in the background, unless this process already does. Never fails. */
export function judgeInBackground(host: Host): void {
	const key = JSON.stringify([host.tenant, host.stateFolder, host.database]);
	if (endsWithItsRun(host) || working.has(key)) return;
	working.add(key);
	void judgeWaiting(host, new AbortController().signal)
		.catch(warn)
		.finally(() => working.delete(key));
}

interface Told extends Partial<Pick<JudgeParts, 'onFault'>> {
	onJudged?(): void;
}

/** Judges a tenant's waiting runs until none is free. @throws TroupeError STORAGE_… */
export async function judgeWaiting(whole: Host, signal: AbortSignal, told: Told = {}): Promise<VerdictCounts> {
	const host = { ...whole, model: undefined };
	const store = await composeQualityStore(host);
	if (!store) return { passed: 0, failed: 0, budget: 0, lost: 0, released: 0 };
	const publish = composeOwnEvents(host);
	const parts: JudgeParts = {
		tenant: host.tenant ?? defaultTenant,
		store,
		openJudge: (run) => openJudge(run, host),
		onVerdict: async (judged, verdict) => {
			const { agent, version, run } = judged;
			told.onJudged?.();
			if (verdict === 'passed' || verdict === 'failed') tellRollouts(judged, verdict, host);
			if (verdict === 'failed') await publish({ type: 'agent.quality.failed', data: { agent: { id: agent, version }, runId: run } });
		},
		onDrop: async ({ agent, version, ...data }) =>
			publish({ type: 'agent.quality.dropped', data: { agent: { id: agent, version }, ...data } }),
		onFault: told.onFault ?? warn,
	};
	return judgeRuns(parts, signal);
}

function tellRollouts({ rollout, version, prompts = [] }: RunToJudge, verdict: 'passed' | 'failed', { published }: Host): void {
	if (rollout !== undefined) published?.judged?.(rollout, version, verdict);
	for (const prompt of prompts) published?.judged?.(prompt.rollout, prompt.version, verdict);
}

async function openJudge({ agent, judge, budget }: RunToJudge, host: Host): Promise<ChatModel> {
	const own = { ...host, agent: { id: `${agent}/evaluation`, budgets: [{ name: `evaluation of ${agent}`, ...budget }] } };
	const model = judge === undefined ? await composeJudge(own) : await composeRoute([judge], own);
	if (model) return model;
	throw notConfigured([]);
}
