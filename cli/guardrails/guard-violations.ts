import type { ViolationLog } from '../../core/guardrails/violations/violation-log';
import { troupeHome } from '../../core/base/home';
import type { ViolationRecord } from '../../core/ports';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';

export interface ViolationsOptions {
	/** The id of the last record that is known. */
	after?: number;
	/** The newest so many, or with `after` the first so many behind it. */
	limit: number;
	/** Only those of this conversation. */
	conversation?: string;
	follow?: boolean;
	json?: boolean;
}

/** What guardrails found on this machine, oldest first; with `follow`, until it is told to stop. */
export async function runViolations(options: ViolationsOptions, terminal: Terminal): Promise<ExitCode> {
	const { composeViolationLog } = await import('../../providers/compose/guardrails/violations');
	const { environment } = terminal;
	const log = await composeViolationLog({ stateFolder: troupeHome(environment), vaultKey: environment.TROUPE_VAULT_KEY });
	const conversation = options.conversation === undefined ? undefined : await log.hashConversation(options.conversation);
	const show = (record: ViolationRecord): void => {
		if (conversation !== undefined && record.conversation !== conversation) return;
		terminal.print(options.json ? JSON.stringify(record) : lineOf(record, terminal));
	};
	const from = options.after ?? Math.max(0, (await log.last()) - options.limit);
	if (options.follow) return follow(log, from, show, terminal);
	for (const record of await log.read({ after: from, limit: options.limit })) show(record);
	return 0;
}

async function follow(log: ViolationLog, after: number, show: (record: ViolationRecord) => void, { stop }: Terminal): Promise<ExitCode> {
	await new Promise<void>((resolve, reject) => {
		const end = log.subscribe(show, reject, after);
		const stopped = (): void => {
			end();
			resolve();
		};
		if (stop.aborted) stopped();
		else stop.addEventListener('abort', stopped, { once: true });
	});
	return 0;
}

function lineOf({ at, id, action, code, stage, guardrail, matches, matchCount, agent, host }: ViolationRecord, terminal: Terminal): string {
	const time = new Date(at).toISOString().replace('T', ' ').replace(/\..*/, '');
	const found = matches.map(({ type, start, end }) => `${type} ${start}-${end}`).join(', ');
	const more = matchCount > matches.length ? ` and ${matchCount - matches.length} more` : '';
	const what = `${time} #${id} ${terminal.style(action === 'log' ? 'dim' : 'yellow', action)} ${code} in ${stage} by ${guardrail}`;
	return plain([what, found + more, agent ? `agent ${agent}` : '', host].filter(Boolean).join(' · '));
}
