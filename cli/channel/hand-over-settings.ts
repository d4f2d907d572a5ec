import { TroupeError } from '../../core/base/errors';
import { checkDeskSettings } from '../../core/channels/check-desk-settings';
import type { ChannelDirectory } from '../../core/ports/channels/channel-records';
import type { Channel } from '../../core/ports/channels/channel';
import { defaultHandOverSettings, type HandOverSettings } from '../../core/ports/channels/hand-overs';

export interface HandOverOptions {
	handOver?: boolean;
	desk?: string;
	deskLabel: string[];
	deskAssignee?: string;
	deskTeam?: string;
	/** Minutes. */
	unanswered?: number;
	/** A label. */
	escalate?: string;
}

/** Reads how the channel hands conversations over to people; undefined without any option for it. @throws TroupeError INPUT_INVALID */
export function readHandOver(options: HandOverOptions): HandOverSettings | undefined {
	checkOptions(options);
	const { desk = null, deskLabel: labels, deskAssignee: assignee = null, deskTeam: team = null, unanswered, escalate } = options;
	const named = [desk, assignee, team, unanswered ?? null].some((value) => value !== null);
	if (!options.handOver && !named && labels.length === 0) return undefined;
	return {
		...{ ...defaultHandOverSettings, desk, labels, assignee, team },
		...{ unansweredMinutes: unanswered ?? null, whenUnanswered: escalate === undefined ? 'agent' : 'escalate' },
		...(escalate !== undefined && { escalationLabel: escalate }),
	};
}

function checkOptions({ deskLabel: labels, deskAssignee, deskTeam, unanswered, escalate }: HandOverOptions): void {
	if (escalate !== undefined && unanswered === undefined)
		throw invalid('--escalate needs a time after which it happens.', 'Add --unanswered MINUTES.');
	checkDeskSettings({ labels, escalationLabel: escalate, ids: { '--desk-assignee': deskAssignee, '--desk-team': deskTeam } });
}

/** @throws TroupeError INPUT_INVALID if the summary would have no place, CREDENTIAL_NOT_FOUND for one of the desk's channel */
export async function checkDesk(
	directory: ChannelDirectory,
	tenant: string,
	name: string,
	{ handOver, channel }: { handOver: HandOverSettings | undefined; channel: Channel },
): Promise<void> {
	if (handOver === undefined) return;
	const { desk, labels, assignee, team } = handOver;
	if (desk === null) {
		if (channel.desk === undefined && (labels.length > 0 || assignee !== null || team !== null))
			throw invalid(
				'Labels, a person and a team need a desk, and this channel has none.',
				'Add --desk with the name of a channel of Chatwoot.',
			);
		return;
	}
	const open = desk === name ? { channel } : await directory.find(tenant, desk);
	if (open === undefined)
		throw invalid(
			`The desk ${JSON.stringify(desk.slice(0, 60))} is not a channel of the tenant ${tenant}.`,
			'Add it first: troupe channel add NAME --provider chatwoot.',
		);
	if (open.channel.desk === undefined)
		throw invalid(`The channel ${desk} cannot be a desk: its provider has no notes.`, 'Name a channel of Chatwoot.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
