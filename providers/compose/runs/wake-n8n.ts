import { pause } from '../../../core/base/async/pause';
import { isTaken, postWebhook } from '../../../core/base/network/post-webhook';
import { isTroupeError } from '../../../core/base/errors';
import { isExposed } from '../../../core/base/network/unencrypted-servers';
import { defaultTenant } from '../../../core/base/tenant';
import type { RunState } from '../../../core/agents/agent-outcome';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { systemClock } from '../../../core/ports/host';
import { guardedFetch } from '../../http/guarded-fetch';
import type { HiddenParts } from '../../state/runs/suspensions';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

const maxMs = 5_000;
const retryMs = 300;
/** n8n may still save the execution, or start. */
const passing = /^(409|429|5\d\d|TIMEOUT|UNREACHABLE)$/;

const fixes: Record<string, string> = {
	ADDRESS_REFUSED: ' Set TROUPE_WEBHOOK_PRIVATE=allow where n8n runs, if its address is in a private network.',
	unencrypted: ' Give n8n an address with https, or add its own to TROUPE_UNENCRYPTED_SERVERS.',
};

/** Proves to the waiting node that the canceller has the host's key. */
export const signCancellation = (keys: VaultKeys, tenant: string, { signature }: Pick<RunState, 'signature'>): string =>
	keys.sign(JSON.stringify(['troupe n8n cancelled 1', tenant, signature]));

type WakingHost = VaultHost & { stateFolder: string };

/** Resumes the n8n execution of a cancelled run, which would wait until its timeout. Does not fail. */
export async function wakeN8n(runId: string, parts: HiddenParts, host: WakingHost, signal: AbortSignal): Promise<void> {
	const status = await tellN8n(runId, parts, host, signal).catch((error: unknown) => (isTroupeError(error) ? error.code : 'UNREACHABLE'));
	if (status === undefined) return;
	warnOperator(
		`n8n was not told that the run ${runId} is cancelled: ${status}. It goes on when the time to decide is over.${fixes[status] ?? ''}`,
		{ code: 'WEBHOOK_FAILED' },
	);
}

/** @returns why n8n refused; undefined if it accepted, or does not wait */
async function tellN8n(runId: string, { state, waker }: HiddenParts, host: WakingHost, signal: AbortSignal): Promise<string | undefined> {
	if (!waker) return undefined;
	const { tenant = defaultTenant, stateFolder, clock = systemClock } = host;
	const cancelled = signCancellation(await openVaultKeys(host, stateFolder), tenant, state as RunState);
	const message = { id: `cancelled-${runId}`, body: JSON.stringify({ cancelled }) };
	const stop = AbortSignal.any([signal, AbortSignal.timeout(maxMs)]);
	const sender = { fetch: guardedFetch({ allowPrivateNetworks: waker.isPrivate }), stop, kind: 'cancellation' as const };
	for (;;) {
		const status = isExposed(waker.url)
			? 'unencrypted'
			: await postWebhook({ url: waker.url }, message, { ...sender, now: clock.now() }).then((answer) =>
					isTaken(answer) ? undefined : answer.status,
				);
		if (status === undefined || !passing.test(status) || !(await pause(retryMs, stop))) return status;
	}
}
