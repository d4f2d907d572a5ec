import { setTimeout } from 'node:timers/promises';
import type { ViolationRecord } from '../../core/ports/guardrails/violations';
import { type DescribedViolation, searchViolations } from '../../service/operations/violations';
import { readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface ViolationsOptions {
	/** Shows records after this id. */
	after?: number;
	/** The max number of records: the newest, or with `after` the first ones after that id. */
	limit: number;
	conversation?: string;
	stage?: string;
	tool?: string;
	follow?: boolean;
	json?: boolean;
	check?: boolean;
}

/** Prints the violations of this machine, or of all that share the database, oldest first; with `follow`, until the user stops it. */
export async function runViolations(options: ViolationsOptions, terminal: Terminal): Promise<ExitCode> {
	if (options.check) return runCheck(options, terminal);
	const { after, limit, conversation, stage, tool } = options;
	const filters = { conversation, stage, tool };
	const show = (record: ViolationRecord) => terminal.print(options.json ? JSON.stringify(record) : violationLine(record, terminal));
	const page = await callOperation(searchViolations, { ...filters, after, limit }, terminal);
	const { items, last } = page;
	items.map(toRecord).forEach(show);
	if (!options.follow && !options.json) tellMore(page, terminal, `Raise --limit, or go on with --after ${last}.`);
	if (options.follow) await (terminal.service === undefined ? follow : followThere)(filters, last, show, terminal);
	return 0;
}

const toRecord = ({ id, at, ...record }: DescribedViolation): ViolationRecord => ({ id, at: Date.parse(at), ...record });

type Filters = Pick<ViolationsOptions, 'conversation' | 'stage' | 'tool'>;
type Show = (record: ViolationRecord) => void;

/** Returns 1 if a violation is not as it was recorded. */
async function runCheck({ json }: ViolationsOptions, terminal: Terminal): Promise<ExitCode> {
	onlyHere('--check', terminal);
	const { openStoredViolations } = await import('../../providers/compose/guardrails/violations');
	const host = readStateHost(terminal);
	return showChecked(await (await openStoredViolations(host))!.check(host.tenant), { what: 'violations', json }, terminal);
}

/** New violations arrive at once. */
async function follow({ conversation: id, ...others }: Filters, after: number, show: Show, terminal: Terminal): Promise<void> {
	const { stop } = terminal;
	const { composeViolationLog } = await import('../../providers/compose/guardrails/violations');
	const log = await composeViolationLog(readStateHost(terminal));
	const wanted = { ...others, conversation: id === undefined ? undefined : await log.hashConversation(id) };
	const showWanted = (record: ViolationRecord) => {
		const isOther = Object.entries(wanted).some(([field, value]) => value !== undefined && record[field as keyof Filters] !== value);
		if (!isOther) show(record);
	};
	await new Promise<void>((resolve, reject) => {
		const end = log.subscribe(showWanted, reject, after);
		const stopped = (): void => {
			end();
			resolve();
		};
		if (stop.aborted) stopped();
		else stop.addEventListener('abort', stopped, { once: true });
	});
}

const lookMs = 1_000;

/** Asks a distant service each second. */
async function followThere(filters: Filters, after: number, show: Show, terminal: Terminal): Promise<void> {
	const { stop } = terminal;
	for (let from = after; ;) {
		await setTimeout(lookMs, undefined, { signal: stop }).catch(() => undefined);
		if (stop.aborted) return;
		const { items, last } = await callOperation(searchViolations, { ...filters, after: from, limit: 1_000 }, terminal);
		items.map(toRecord).forEach(show);
		from = last;
	}
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
