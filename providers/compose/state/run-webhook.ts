import { toIso } from '../../../core/base/iso-time';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { isTaken, postWebhook, type WebhookAddress } from '../../../core/base/network/post-webhook';
import { planRetry, type RetryPolicy } from '../../../core/base/async/retry-policy';
import { readSecret, readSetting, settingIs } from '../../../core/base/settings/settings';
import { refuseExposed } from '../../../core/base/network/unencrypted-servers';
import type { RunNotice } from '../../../core/ports/runs/runs';
import { doDueWork } from '../../../core/work/work-runner';
import { guardedFetch } from '../../http/guarded-fetch';
import type { NoticeLog } from '../../state/runs/notice-log';
import type { NoticeToSend } from '../../state/runs/run-notices';

/** Notices are given up two hours after the first attempt. */
const retries: RetryPolicy = { firstMs: 5_000, factor: 5, maxMs: 3_600_000, maxAttempts: 7 };

type RunMessage = Omit<RunNotice, 'id' | 'kind' | 'at' | 'since' | 'decideBy'> & {
	tenant: string;
	since: string;
	decideBy: string;
};

/** @throws TroupeError INPUT_INVALID for an invalid address or secret */
export function readRunWebhook(): WebhookAddress | undefined {
	const url = readSetting('TROUPE_AGENT_WEBHOOK_URL');
	if (url === undefined) return undefined;
	const parsed = URL.parse(url);
	if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password)
		throw invalid(
			'TROUPE_AGENT_WEBHOOK_URL is not an http or https URL without a name and a password.',
			'Write it as https://hooks.example.com/troupe.',
		);
	refuseExposed('What TROUPE_AGENT_WEBHOOK_URL is told', url);
	const secret = readSecret('TROUPE_AGENT_WEBHOOK_SECRET');
	if (secret !== undefined && !/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
		throw invalid(
			'TROUPE_AGENT_WEBHOOK_SECRET is not whsec_ and at least 24 bytes in base64.',
			'Create one: echo "whsec_$(openssl rand -base64 32)".',
		);
	return { url, ...(secret !== undefined && { secret }) };
}

export function sendNotices(address: WebhookAddress, { queue }: NoticeLog, now: () => number): Promise<void> {
	const send = guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow') });
	return doDueWork({
		queue,
		concurrency: 20,
		async perform(content, work) {
			const answer = await postWebhook(address, toMessage(content), { fetch: send, now: now(), kind: 'notice' });
			if (isTaken(answer)) return void (await queue.finish(work));
			const { status } = answer;
			// A refused address stays refused.
			const pauseMs = status === 'ADDRESS_REFUSED' ? undefined : planRetry(retries, work);
			await (pauseMs === undefined ? queue.finish(work) : queue.retry(work, pauseMs));
			if (pauseMs === undefined || work.attempts === 1) warn(status, content, pauseMs);
		},
		onFault: (fault) => warnOperator(getErrorMessage(fault)),
	});
}

function toMessage({ tenant, notice: { id, kind, at, since, decideBy, ...about } }: NoticeToSend) {
	const data: RunMessage = { tenant, ...about, since: toIso(since), decideBy: toIso(decideBy) };
	return { id: `${tenant}-${id}`, body: JSON.stringify({ type: `agent.run.${kind}`, timestamp: toIso(at), data }) };
}

function warn(status: string, { notice }: NoticeToSend, pauseMs?: number): void {
	const next = pauseMs === undefined ? 'It is not sent again.' : 'It is sent again later.';
	const fix = status === 'ADDRESS_REFUSED' ? ' Set TROUPE_WEBHOOK_PRIVATE=allow for an address of a private network.' : '';
	warnOperator(`The webhook of TROUPE_AGENT_WEBHOOK_URL did not take the notice of the run ${notice.runId}: ${status}. ${next}${fix}`, {
		code: 'WEBHOOK_FAILED',
	});
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
