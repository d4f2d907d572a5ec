import { TroupeError } from '../../../core/base/errors';
import { checkDeskSettings } from '../../../core/channels/check-desk-settings';
import { defaultHandOverSettings, type HandOverSettings } from '../../../core/ports/channels/hand-overs';
import type { ChannelAccount } from '../../../providers/compose/channels/channel-providers';
import { readAccount } from '../../shared/channels/read-account';
import { splitNames } from '../../shared/split-names';
import type { TriggerContext } from './trigger-context';

const deskCredentialName = 'troupeChatwootApi';

interface DeskFields {
	assignee?: string;
	escalationLabel?: string;
	labels?: string;
	team?: string;
	unanswered?: number;
}

/** `account`: of a separate desk; absent: the channel is its own desk. */
interface DeskSettings {
	handOver: Omit<HandOverSettings, 'desk'>;
	account?: ChannelAccount & { provider: string };
}

export const hasOwnDesk = (context: TriggerContext): boolean => context.getNodeParameter('desk', 'none') === 'chatwoot';

/** Undefined: no desk for hand-overs. @throws TroupeError INPUT_INVALID */
export async function readDesk(context: TriggerContext, provider: string): Promise<DeskSettings | undefined> {
	const desk = context.getNodeParameter('desk', 'none');
	if (desk !== 'chatwoot' && desk !== 'channel') return undefined;
	if (desk === 'channel' && provider !== 'chatwoot') throw cannotBeDesk(provider);
	const handOver = toHandOver(context.getNodeParameter('deskOptions', {}) as DeskFields);
	if (desk === 'channel') return { handOver };
	const data = await context.getCredentials(deskCredentialName);
	return { handOver, account: readAccount({ ...data, provider: 'chatwoot' }) };
}

function toHandOver({ assignee = '', escalationLabel = '', labels = '', team = '', unanswered = 0 }: DeskFields): DeskSettings['handOver'] {
	const names = splitNames(labels);
	const ids = { 'Assignee ID': assignee.trim() || undefined, 'Team ID': team.trim() || undefined };
	const label = escalationLabel.trim() || undefined;
	checkDeskSettings({ labels: names, escalationLabel: label, ids });
	if (label !== undefined && unanswered === 0) throw needsMinutes();
	const { desk: _none, ...usual } = defaultHandOverSettings;
	return {
		...usual,
		labels: names,
		assignee: ids['Assignee ID'] ?? null,
		team: ids['Team ID'] ?? null,
		unansweredMinutes: unanswered > 0 ? unanswered : null,
		...(label !== undefined && { whenUnanswered: 'escalate' as const, escalationLabel: label }),
	};
}

const cannotBeDesk = (provider: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `A channel of the provider "${provider}" cannot be its own desk: only Chatwoot has notes.`,
		fix: 'Set "Desk" to "Chatwoot" and choose its credential, or to "None".',
	});

const needsMinutes = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The desk option "Label if Unanswered" has no effect without "Unanswered After (Minutes)".',
		fix: 'Add the minutes, or remove the label.',
	});
