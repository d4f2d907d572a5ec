import { toIso } from '../../core/base/iso-time';
import { TroupeError } from '../../core/base/errors';
import { statementSigner } from '../../manifests/token/sign-statement';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import type { Host } from '../../providers/compose/hosts/host';
import { findSandbox } from '../../providers/compose/runs/find-sandbox';
import { type ShownRun, unknownAgent } from '../../providers/compose/runs/read-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { type KeyOptions, openSigner } from '../terminal/open-signer';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import type { DiagramOptions } from '../run/run-diagram';
import { describeSlowest } from '../run/slowest-step';
import { drawSteps } from '../run/step-tree';
import { pendingLines, resumeCommand } from './decisions/decision-options';
import { describeReason, usageLine } from './lines/outcome-lines';
import { nameContinuer, outcomeWords } from './lines/overdue-lines';
import { signatureReader } from './decisions/read-signature';

/** A run is signed for people who do not have the key of the trail. */
export interface AgentShowOptions extends KeyOptions {
	run: string;
	json?: boolean;
	reveal?: boolean;
	reason?: string;
}

type ShowOptions = AgentShowOptions & Partial<DiagramOptions>;

/** The type in the header of a signed run. */
const runType = 'troupe-run+jwt';
const days = 365;

type ShownEvent = AgentEvent & { signature?: string };

type VerifiedRun = Omit<ShownRun, 'events'> & { events: ShownEvent[] };

export async function runAgentShow(
	{ run, json, keys, key, diagram, reveal, reason, ...options }: ShowOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const sign = keys === undefined ? undefined : statementSigner(runType, await openSigner({ keys, key }, terminal));
	const host = terminal.service === undefined ? await open(terminal) : undefined;
	const { events, ...rest } = await readShown(run, { reveal, reason }, terminal, host);
	const shown = { ...rest, events: await verifyDecisions(events, terminal) };
	if (diagram !== undefined) {
		const { writeRunDiagram } = await import('../run/run-diagram');
		await writeRunDiagram(shown, { engine: 'embedded', address: '', ...options, diagram }, terminal, open);
	}
	if (sign) terminal.print(await sign(shown, { atMs: Date.now(), days }));
	else if (json) terminal.print(JSON.stringify(shown, null, '\t'));
	else for (const line of describeRun(shown, host?.approvals, terminal)) terminal.print(line);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for texts without a reason, or a reason for none */
async function readShown(
	runId: string,
	{ reveal = false, reason }: Pick<AgentShowOptions, 'reveal' | 'reason'>,
	terminal: Terminal,
	host: Host | undefined,
): Promise<ShownRun> {
	if (reveal !== (reason !== undefined))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: reveal ? 'Texts are shown whole for a reason, and none is given.' : '--reason is for texts that are shown whole.',
			fix: 'Write both: --reveal --reason "the customer asked what we know".',
		});
	if (reason === undefined) {
		const { showRun } = await import('../../service/operations/runs/runs');
		return callOperation(showRun, { runId }, terminal, () => host!);
	}
	const { revealRun } = await import('../../service/operations/runs/reveal-run');
	return callOperation(revealRun, { runId, reason }, terminal, () => host!) as Promise<ShownRun>;
}

/** Verifies signed decisions: under the root that decides on this machine, or by the keys of the issuer. */
async function verifyDecisions(events: AgentEvent[], { environment }: Terminal): Promise<ShownEvent[]> {
	if (!events.some((event) => event.kind === 'decided' && event.statement !== undefined)) return events;
	const read = signatureReader(environment);
	return Promise.all(
		events.map(async (event) => {
			if (event.kind !== 'decided' || event.statement === undefined) return event;
			return { ...event, signature: (await read({ ...event, statement: event.statement })).text };
		}),
	);
}

function describeRun(run: VerifiedRun, rules: ApprovalRules | undefined, terminal: Terminal): string[] {
	const { style } = terminal;
	const {
		runId,
		agent,
		by,
		startedAt,
		host,
		of,
		links,
		state,
		isOverdue,
		outcome,
		cancelled,
		errorCode,
		error,
		fix,
		recorded,
		waiting,
		pending = [],
		message,
		kept,
		isRevealable,
		events,
		steps,
		usage,
		reply,
		ending,
	} = run;
	const dim = (text: string) => style('dim', text);
	const sandbox = findSandbox({ runId, host, of });
	const field = (name: string, value: string | null | undefined) =>
		value === null || value === undefined ? [] : [`${dim(`${name}:`)} ${printable(value)}`];
	return [
		...field('run', runId),
		...field('agent', agent.id === unknownAgent ? null : `${agent.id} ${agent.version}`),
		...field('definition', agent.sha256),
		...field('asked by', by),
		...field('started', startedAt && [startedAt, host].filter((text) => text !== null).join(' in ')),
		...Object.entries(of).flatMap(([name, value]) => field(name, value as string)),
		...field('open in n8n', links.execution),
		...field('on the diagram', of.element && nameCommand(`troupe run show ${runId} --diagram run.html`, terminal)),
		...field('told by', sandbox && `the code in the sandbox, run ${sandbox}`),
		...(of.sandbox === undefined ? [] : sandboxLines(runId, field, terminal)),
		...field('state', isOverdue ? `${state}, overdue` : state),
		...field('outcome', outcome === null ? errorCode : `${outcome}${ending ? describeReason(ending) : ''}`),
		...field('cancelled by', cancelled && [cancelled.by, cancelled.reason].filter((text) => text !== null).join(': ')),
		...field('error', error),
		...field('what to do', fix),
		...field('as recorded', recorded === undefined ? waiting && 'sealed, whole' : `chained, ${recorded} steps, whole`),
		...(waiting ? waitingLines(waiting, field) : []),
		...field('texts', kept === 'none' ? 'not kept' : isRevealable && 'masked; whole with --reveal --reason TEXT, which is noted'),
		...field('message', message),
		...drawSteps(
			steps,
			events.flatMap(({ kind, signature }) => (kind === 'decided' ? [signature] : [])),
		).map((line) => `  ${line}`),
		...field('reply', reply),
		...field('usage', usageLine(usage)),
		...field('slowest', describeSlowest(steps, usage.durationMs)),
		...(pending.length > 0 ? [dim('decisions:'), ...pendingLines(pending)] : []),
		...(pending.length > 0 ? [dim(`decide with: ${resumeCommand(runId, pending, rules, terminal)}`)] : []),
	];
}

/** Its report and its agents are read by other commands. */
const sandboxLines = (runId: string, field: (name: string, value: string) => string[], terminal: Terminal): string[] => [
	...field('report', nameCommand(`troupe sandbox runs show ${runId}`, terminal)),
	...field('its agents', nameCommand(`troupe run list --caller ${runId}`, terminal)),
];

function waitingLines(waiting: NonNullable<ShownRun['waiting']>, field: (name: string, value: string) => string[]): string[] {
	const { since, decideBy, whenTimedOut, expiresAt } = waiting;
	const until = whenTimedOut === 'end' ? '' : `, by ${nameContinuer(waiting)}, until ${toIso(expiresAt)}`;
	return [
		...field('waits since', toIso(since)),
		...field('decide by', `${toIso(decideBy)}; then it ${outcomeWords[whenTimedOut]}${until}`),
	];
}
