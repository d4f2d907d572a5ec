import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { randomBytes } from 'node:crypto';
import { troupeHome } from '../../../core/base/home';
import type { WebhookAddress } from '../../../core/base/network/post-webhook';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { systemClock } from '../../../core/ports/host';
import type { RecordLog } from '../../../core/ports/records';
import type { RunNotice } from '../../../core/ports/runs/runs';
import type { NoticeLog } from '../../state/runs/notice-log';
import type { StoredRuns } from '../../state/runs/run-store';
import type { KeepFor } from '../../state/runs/kept-steps';
import type { TextSeal } from '../../state/runs/text-seal';
import { getErrorMessage } from '../../../core/base/errors';
import { keyBytes } from '../../../core/guardrails/vault/sealing';
import { createSubjectKey } from '../../../core/guardrails/vault/vault-keys';
import { OpenedOnce } from '../open-once';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { auditKeysIfAny } from './host-audit';
import { leaseRecords } from './leased-records';
import { listWithLongerRuns, readKeptMs, readRunContents } from './host-tenants';
import { composeWakeUps } from './host-wake-ups';
import { createRecorder, hideText } from './run-recorder';
import { readRunWebhook, sendNotices } from './run-webhook';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<StoredRuns>();

/**
 * Composes the store of trails and the signing of waiting runs, with a key for each tenant derived from the vault's. Without a folder, both belong to
 * this process.
 */
export async function composeRuns(host: VaultHost): Promise<Pick<AgentParts, 'runs' | 'records' | 'sign'>> {
	const { stateFolder, tenant = 'default' } = host;
	if (stateFolder === undefined) return {};
	const runs = await openRuns(host, stateFolder);
	return {
		runs,
		records: createRecorder(runs, leaseRecords(runs), host),
		sign: async (text) => (await openVaultKeys(host, stateFolder)).sign(JSON.stringify([tenant, text])),
	};
}

const keepFor =
	(host: VaultHost): KeepFor =>
	async (whose) => {
		const contentOf = await readRunContents(host, whose);
		return async (steps, goesOn, tenant = whose) => {
			const content = contentOf(tenant);
			// Without tools, the run is not resumed.
			const whole = steps.map((step, index) => (index === 0 && !goesOn ? { ...(step as object), kept: content } : step));
			if (content === 'full') return { content, steps: whole };
			const { keepContent } = await import('../../../core/agents/ended-run/keep-content');
			return { content, steps: await keepContent(steps as TrailEntry[], content, hideText) };
		};
	};

export function openRuns(host: VaultHost, stateFolder: string): Promise<StoredRuns> {
	const { tenant = 'default', clock } = host;
	const place = findStatePlace({ ...host, stateFolder })!;
	return opened.get(JSON.stringify([place, stateFolder, tenant, host.vaultKey]), async () => {
		const [{ openRunStore }, wakeUps] = await Promise.all([import('../../state/runs/run-store'), composeWakeUps(host)]);
		const webhook = readRunWebhook();
		const openKeys = () => openVaultKeys(host, stateFolder);
		const seal: TextSeal = {
			seal: async (text, bound) => (await openKeys()).wrap(Buffer.from(text), bound),
			mark: async (text) => (await openKeys()).mark(text),
			unseal: async (sealed, bound) => Buffer.from(await (await openKeys()).unwrap(sealed, bound)).toString(),
			async newKey(bound) {
				const key = randomBytes(keyBytes);
				return { key: createSubjectKey(key), sealed: await (await openKeys()).wrap(key, bound) };
			},
			openKey: async (sealed, bound) => createSubjectKey(await (await openKeys()).unwrap(sealed, bound)),
		};
		const pseudonym = async (kind: 'conversation' | 'subject', id: string) => (await openKeys()).pseudonym(kind, tenant, id);
		const onNotice = webhook && ((notices: NoticeLog) => void sendSoon(webhook, notices, clock));
		return openRunStore(place, {
			openAudit: auditKeysIfAny({ ...host, stateFolder }),
			tenant,
			clock,
			pseudonym,
			seal,
			wakeUps,
			onNotice,
			keepFor: keepFor(host),
			retentionMs: () => readKeptMs(host, 'run'),
			listLonger: () => listWithLongerRuns(host),
		});
	});
}

/** Runs do not wait for the webhook. The next lasting process sends failed notices. */
async function sendSoon(webhook: WebhookAddress, notices: NoticeLog, clock = systemClock): Promise<void> {
	await sendNotices(webhook, notices, () => clock.now()).catch((error: unknown) => warnOperator(getErrorMessage(error)));
}

export async function openNotices(host: VaultHost): Promise<RecordLog<RunNotice>> {
	const { notices } = await openRuns(host, host.stateFolder ?? troupeHome());
	const look = async <Found>(act: () => Promise<Found>): Promise<Found> => {
		await notices.noteTimedOut();
		return act();
	};
	return { ...notices, last: (tenant) => look(() => notices.last(tenant)), lastOfEach: () => look(() => notices.lastOfEach()) };
}

export async function tendNotices(host: VaultHost): Promise<void> {
	if (host.stateFolder === undefined) return;
	const { notices } = await openRuns(host, host.stateFolder);
	const webhook = readRunWebhook();
	await notices.noteTimedOut();
	if (webhook) await sendNotices(webhook, notices, () => (host.clock ?? systemClock).now());
}
