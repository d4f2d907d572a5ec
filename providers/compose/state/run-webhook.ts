/** Composes the webhook that tells of runs that wait for people: TROUPE_AGENT_WEBHOOK_URL. */
import { TroupeError } from '../../../core/base/errors';
import { isTaken, postWebhook, type WebhookAddress } from '../../../core/base/post-webhook';
import { readSecret, readSetting, settingIs } from '../../../core/base/settings';
import { refuseExposed } from '../../../core/base/unencrypted-servers';
import type { RunNotice } from '../../../core/ports';
import { guardedFetch } from '../../http/guarded-fetch';
import type { NoticeLog } from '../../state/runs/notice-log';
import type { NoticeToSend } from '../../state/runs/run-notices';

const sentAtOnce = 20;
/** Longer than an attempt takes. */
const leaseMs = 60_000;
/** Pauses between attempts. Two hours after the first one, a notice is given up. */
const pausesMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];

/** What a webhook tells. */
export type RunMessage = Omit<RunNotice, 'id' | 'kind' | 'at' | 'since' | 'decideBy'> & {
	tenant: string;
	/** ISO 8601. */
	since: string;
	/** ISO 8601. */
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

/** Sends the notices that are due, of all tenants, each once if the address takes it. */
export async function sendNotices(address: WebhookAddress, notices: NoticeLog, now: () => number): Promise<void> {
	const send = guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow') });
	let taken: NoticeToSend[];
	do {
		taken = await notices.take(sentAtOnce, leaseMs);
		await Promise.all(taken.map((each) => sendOne(address, each, notices, send, now())));
	} while (taken.length === sentAtOnce);
}

async function sendOne(address: WebhookAddress, taken: NoticeToSend, notices: NoticeLog, send: typeof fetch, now: number): Promise<void> {
	const answer = await postWebhook(address, toMessage(taken), { fetch: send, now });
	if (isTaken(answer)) return notices.attempted(taken);
	const { status } = answer;
	// A refused address is refused the next time too.
	const pauseMs = status === 'ADDRESS_REFUSED' ? undefined : pausesMs[taken.attempts];
	await notices.attempted(taken, pauseMs);
	if (pauseMs === undefined || taken.attempts === 0) warn(status, taken, pauseMs);
}

function toMessage({ tenant, notice: { id, kind, at, since, decideBy, ...about } }: NoticeToSend) {
	const data: RunMessage = { tenant, ...about, since: toIso(since), decideBy: toIso(decideBy) };
	return { id: `${tenant}-${id}`, body: JSON.stringify({ type: `agent.run.${kind}`, timestamp: toIso(at), data }) };
}

const toIso = (time: number) => new Date(time).toISOString();

function warn(status: string, { notice }: NoticeToSend, pauseMs?: number): void {
	const next = pauseMs === undefined ? 'It is not sent again.' : 'It is sent again later.';
	const fix = status === 'ADDRESS_REFUSED' ? ' Set TROUPE_WEBHOOK_PRIVATE=allow for an address of a private network.' : '';
	process.emitWarning(
		`The webhook of TROUPE_AGENT_WEBHOOK_URL did not take the notice of the run ${notice.runId}: ${status}. ${next}${fix}`,
		{
			code: 'WEBHOOK_FAILED',
		},
	);
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
