import { TroupeError } from '../../core/base/errors';
import { checkDeskSettings } from '../../core/channels/check-desk-settings';
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

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
