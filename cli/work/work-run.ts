import { openWork } from '../../providers/compose/state/host-work';
import type { ListedWork, WorkStore } from '../../providers/state/work-store';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface WorkOptions {
	kind: string;
	lane?: string;
	json?: boolean;
}

export interface WorkDropOptions extends WorkOptions {
	yes?: boolean;
}

export interface WorkListOptions extends Partial<WorkOptions> {
	limit: number;
}

export async function runWorkList({ kind, lane, limit, json }: WorkListOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnWork(terminal);
	const works = await store.list(tenant, { kind, lane }, limit);
	if (json) terminal.print(JSON.stringify(works.map(describe)));
	else if (works.length === 0) terminal.note('There is no such work.');
	else tableOf(works, terminal).forEach(terminal.print);
	return 0;
}

export async function runWorkRetry(keys: string[], { kind, lane, json }: WorkOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnWork(terminal);
	const retried = await store.retry(tenant, { kind, lane, ...(keys.length > 0 && { keys }) });
	return report({ asked: keys, changed: retried, name: 'retried' }, json, terminal);
}

/** @throws TroupeError INPUT_INVALID for a kind that cannot be dropped */
export async function runWorkDrop(keys: string[], options: WorkDropOptions, terminal: Terminal): Promise<ExitCode> {
	const { kind, lane, json } = options;
	const { store, tenant } = await openOwnWork(terminal);
	store.checkDroppable(kind);
	const ofLane = lane === undefined ? '' : ` of the lane ${lane}`;
	const what =
		keys.length > 0 ? `the work ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ` and ${keys.length - 5} more` : ''}` : 'all work';
	const question = `Give up ${what}${ofLane} of the kind ${kind}? It is not done any more.`;
	if (!(await confirmedByPerson(printable(question), options, terminal))) return 1;
	const dropped = await store.drop(tenant, kind, { lane, ...(keys.length > 0 && { keys }) });
	return report({ asked: keys, changed: dropped, name: 'dropped' }, json, terminal);
}

interface Changed {
	asked: string[];
	changed: string[];
	name: 'retried' | 'dropped';
}

function report({ asked, changed, name }: Changed, json: boolean | undefined, terminal: Terminal): ExitCode {
	const refused = asked.filter((key) => !changed.includes(key));
	if (json) terminal.print(JSON.stringify({ [name]: changed, refused }));
	terminal.note(`${changed.length} ${changed.length === 1 ? 'work' : 'works'} ${name === 'retried' ? 'due now' : 'given up'}.`);
	for (const key of refused)
		terminal.note(
			printable(`${key.slice(0, 60)}: there is no such work${name === 'retried' ? ' that was tried, or a process does it' : ''}.`),
		);
	return refused.length === 0 ? 0 : 1;
}

async function openOwnWork(terminal: Terminal): Promise<{ store: WorkStore; tenant: string }> {
	const host = openPrivateState(terminal);
	return { store: await openWork(host), tenant: host.tenant };
}

const describe = ({ kind, key, lane, dueAt, attempts, state }: ListedWork) => ({
	...{ kind, key, lane, state, attempts, dueAt: new Date(dueAt).toISOString() },
});

function tableOf(works: ListedWork[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
			{ name: 'key', title: 'key', value: ({ key }) => key },
			{ name: 'lane', title: 'lane', value: ({ lane }) => lane },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'due', title: 'due (UTC)', value: ({ dueAt }) => new Date(dueAt).toISOString().slice(0, 19).replace('T', ' ') },
		],
		works,
		terminal,
	);
}
