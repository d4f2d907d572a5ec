import { pause } from '../../../core/base/async/pause';
import { defaultTenant } from '../../../core/base/tenant';
import type { DealName } from '../../../core/ports/channels/conversation-deals';
import type { CrmResult, CrmTask } from '../../../core/crm/crm-task';
import { markNote } from '../../../core/crm/lead-notes';
import { addNote } from '../../../core/crm/recording/add-note';
import { findRequests } from '../../../core/crm/recording/find-requests';
import type { LeadParts } from '../../../core/crm/recording/lead-parts';
import { recordContact, recordLead } from '../../../core/crm/recording/record-lead';
import type { Crm } from '../../../core/ports/crm';
import { systemClock } from '../../../core/ports/host';
import { openChannels } from '../channels/open-channels';
import { refuseRestricted } from '../channels/refuse-restricted';
import { composeOwnEvents } from '../events/events';
import type { VaultHost } from '../hosts/state-host';
import { createLeadCalls } from './lead-calls';

interface CrmWork {
	crm: Crm;
	account: string;
	waitMs?: number;
}

const usualWaitMs = 30_000;

/** @throws TroupeError as `recordLead`; STATE_CONFLICT for a restricted person; INPUT_INVALID for a host without state */
export async function runCrmTask(
	task: CrmTask,
	{ crm, account, waitMs = usualWaitMs }: CrmWork,
	host: VaultHost,
	signal: AbortSignal,
): Promise<CrmResult> {
	const about = task.operation === 'addNote' ? task.leadId : task.operation === 'findCompany' ? undefined : task.lead.id;
	if (about !== undefined) await refuseRestricted(about, host);
	const { clock = systemClock } = host;
	const wait = (milliseconds: number) => pause(milliseconds, signal);
	const calls = createLeadCalls(host, { account, clock, waitMs, pause: wait });
	const shared: Omit<LeadParts, 'progress'> = {
		crm,
		inTurn: (keys, work) => calls.inTurn(keys, work),
		tellDoubts: (record, doubts) =>
			composeOwnEvents(host)({ type: 'crm.record.doubtful', data: { crm: crm.name, ...record, doubts: [...doubts] } }),
		now: () => clock.now(),
		pause: wait,
	};
	const inTurn = <Result>(leadId: string, work: (parts: LeadParts) => Promise<Result>) =>
		calls.withLead(leadId, (progress) => work({ ...shared, progress }));
	const { operation } = task;
	switch (operation) {
		case 'recordLead':
			return {
				operation,
				...(await inTurn(task.lead.id, async (parts) => {
					const recorded = await recordLead(task.lead, task.settings, parts, signal);
					await keepDeal(task.lead.id, { account, id: recorded.deal.id }, host);
					return recorded;
				})),
			};
		case 'recordContact':
			return { operation, ...(await inTurn(task.lead.id, (parts) => recordContact(task.lead, parts, signal))) };
		case 'findRequests':
			return { operation, ...(await inTurn(task.lead.id, (parts) => findRequests(task.lead, parts, signal))) };
		case 'findCompany':
			return { operation, company: (await crm.companies.find({ cnpj: task.cnpj }, signal)) ?? null };
		case 'addNote': {
			const { on, leadId, text } = task;
			const note = markNote(leadId, text);
			return { operation, note: await inTurn(`note ${on.kind} ${on.id} ${note.mark}`, (parts) => addNote(on, note, parts, signal)) };
		}
	}
}

async function keepDeal(lead: string, deal: DealName, { stateFolder, ...host }: VaultHost): Promise<void> {
	if (stateFolder === undefined) return;
	const { deals } = await openChannels({ ...host, stateFolder });
	await deals.add(host.tenant ?? defaultTenant, lead, deal);
}
