import { checkDeskSettings } from '../../core/channels/check-desk-settings';
import type { GivenHandOver } from '../../service/operations/channels/channel-fields';

export interface HandOverOptions {
	handOver?: boolean;
	desk?: string;
	deskLabel?: string[];
	deskAssignee?: string;
	deskTeam?: string;
	/** Minutes. */
	unanswered?: number;
	/** A label. */
	escalate?: string;
}

/** Undefined without any option for it. @throws TroupeError INPUT_INVALID */
export function readHandOver(options: HandOverOptions): GivenHandOver | undefined {
	const { desk, deskLabel: labels, deskAssignee: assignee, deskTeam: team, unanswered: unansweredMinutes, escalate } = options;
	checkDeskSettings({ labels: labels ?? [], escalationLabel: escalate, ids: { '--desk-assignee': assignee, '--desk-team': team } });
	const given = {
		...(desk !== undefined && { desk }),
		...(labels && { labels }),
		...(assignee !== undefined && { assignee }),
		...(team !== undefined && { team }),
		...(unansweredMinutes !== undefined && { unansweredMinutes }),
		...(escalate !== undefined && { whenUnanswered: 'escalate' as const, escalationLabel: escalate }),
	};
	return options.handOver || Object.keys(given).length > 0 ? given : undefined;
}
