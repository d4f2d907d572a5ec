import type { ViolationLog } from '../../core/guardrails/violations/violation-log';
import type { ViolationRecord } from '../../core/ports/guardrails/violations';
import { readStateHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { printable, type Terminal } from '../terminal/terminal';

export interface ViolationsOptions {
	/** Shows records after this id. */
	after?: number;
	/** The max number of records: the newest, or with `after` the first ones after that id. */
	limit: number;
	/** Shows only records of this conversation. */
	conversation?: string;
	/** Shows only records of this kind of text. */
	stage?: string;
	/** Shows only records of calls of this tool. */
	tool?: string;
	follow?: boolean;
	json?: boolean;
	/** Checks that the stored records are as they were recorded. */
	check?: boolean;
}

/** Prints the violations of this machine, or of all that share the database, oldest first; with `follow`, until the user stops it. */
export async function runViolations(options: ViolationsOptions, terminal: Terminal): Promise<ExitCode> {
	if (options.check) return runCheck(options, terminal);
	const { composeViolationLog } = await import('../../providers/compose/guardrails/violations');
	const log = await composeViolationLog(readStateHost(terminal));
	const conversation = options.conversation === undefined ? undefined : await log.hashConversation(options.conversation);
	const wanted = { conversation, stage: options.stage, tool: options.tool };
	const show = (record: ViolationRecord): void => {
		if (Object.entries(wanted).some(([field, value]) => value !== undefined && record[field as keyof typeof wanted] !== value)) return;
		terminal.print(options.json ? JSON.stringify(record) : violationLine(record, terminal));
	};
	const from = options.after ?? Math.max(0, (await log.last()) - options.limit);
	if (options.follow) return follow(log, from, show, terminal);
	for (const record of await log.read({ after: from, limit: options.limit })) show(record);
	return 0;
}

/** Returns 1 if a violation is not as it was recorded. */
async function runCheck({ json }: ViolationsOptions, terminal: Terminal): Promise<ExitCode> {
	const { openStoredViolations } = await import('../../providers/compose/guardrails/violations');
	const host = readStateHost(terminal);
	return showChecked(await (await openStoredViolations(host))!.check(host.tenant), { what: 'violations', json }, terminal);
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

function violationLine(
	{ at, id, action, code, stage, guardrail, tool, argument, matches, matchCount, agent, agentVersion, run, key, host }: ViolationRecord,
	terminal: Terminal,
): string {
	const time = new Date(at).toISOString().replace('T', ' ').replace(/\..*/, '');
	const positions = matches.map(({ type, start, end }) => `${type} ${start}-${end}`).join(', ');
	const more = matchCount > matches.length ? ` and ${matchCount - matches.length} more` : '';
	const what = `${time} #${id} ${terminal.style(action === 'log' ? 'dim' : 'yellow', action)} ${code} in ${stage} by ${guardrail}`;
	const place = tool === null ? '' : `tool ${tool}${argument === null ? '' : ` argument ${argument}`}`;
	return printable(
		[
			what,
			place,
			positions + more,
			agent ? ['agent', agent, agentVersion].filter(Boolean).join(' ') : '',
			run ? `run ${run}` : '',
			key ? `key ${key}` : '',
			host,
		]
			.filter(Boolean)
			.join(' · '),
	);
}
