import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { Problem } from '../../api/problem';
import { may } from '../../api/session';
import type { Page } from '../../api/use-pages';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { CopyButton } from '../../parts/copy-button';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { pathOf } from '../../app/router';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import type { Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast, toastFault } from '../../parts/toasts';
import { formatNumber } from '../../words/format';
import { Credentials } from './credentials';
import { healthWords as words } from './health-words';
import { Machines } from './machines';
import { Switches } from './switches';

type State = 'ok' | 'warn' | 'fail' | 'skipped';

interface Check {
	check: string;
	looksAt: string;
	state: State;
	findings: Array<{ state: State; text: string; fix?: string }>;
}

interface Diagnosis {
	time: string;
	state: State;
	checks: Check[];
}

const tones: Record<State, Tone> = { ok: 'good', warn: 'warn', fail: 'bad', skipped: 'quiet' };

/** Shows findings of `troupe doctor`, worst first. It reads whole databases, so a person must start it. */
function Doctor() {
	const [isAsked, setAsked] = useState(false);
	const read = (signal: AbortSignal) => call<Diagnosis>('GET doctor', { signal });
	const { data, problem, isLoading, reload } = useQuery('doctor', isAsked ? read : undefined);
	const ask = () => (isAsked ? reload() : setAsked(true));
	return (
		<section class="section card" aria-busy={isAsked && isLoading}>
			<h2>{words('findings')}</h2>
			<p class="quiet">{words('findingsLead')}</p>
			<p class="actions">
				<button type="button" class="button" disabled={isAsked && isLoading} onClick={ask}>
					{words(data ? 'again' : 'examine')}
				</button>
				{data && (
					<span class="quiet">
						{words('examined')} <Time at={data.time} />
					</span>
				)}
			</p>
			{isAsked && isLoading && (
				<>
					<p role="status">{words('examining')}</p>
					<Skeleton />
				</>
			)}
			{problem && <Fault problem={problem} retry={reload} />}
			{data && <Findings checks={data.checks} />}
		</section>
	);
}

function Findings({ checks }: { checks: Check[] }) {
	const ofState = (state: State) => checks.filter((check) => check.state === state);
	return (
		<>
			{[...ofState('fail'), ...ofState('warn')].map((check) => (
				<Finding key={check.check} check={check} />
			))}
			{(['ok', 'skipped'] as const).map((state) => (
				<details key={state}>
					<summary>{words(state === 'ok' ? 'fine' : 'skipped', ofState(state).length)}</summary>
					{ofState(state).map((check) => (
						<Finding key={check.check} check={check} />
					))}
				</details>
			))}
		</>
	);
}

const Finding = ({ check: { check, looksAt, state, findings } }: { check: Check }) => (
	<section class="finding">
		<h3>
			<Status tone={tones[state]}>{check}</Status>
		</h3>
		<p class="quiet">{looksAt}</p>
		<ul>
			{findings.map(({ text, fix, state: own }) => (
				<li key={text}>
					<p>
						{text} {own !== 'ok' && <CopyButton text={[text, fix].filter(Boolean).join('\n')} about={check} />}
					</p>
					{fix !== undefined && <p class="quiet">{fix}</p>}
				</li>
			))}
		</ul>
	</section>
);

interface Work {
	kind: string;
	key: string;
	lane: string;
	attempts: number;
	dueAt: string;
	state: 'waiting' | 'due' | 'running';
}

const states: Record<Work['state'], [Tone, 'waiting' | 'dueNow' | 'running']> = {
	waiting: ['quiet', 'waiting'],
	due: ['warn', 'dueNow'],
	running: ['busy', 'running'],
};

function Work() {
	const pages = usePages<Work>('work', (cursor, signal) => call<Page<Work>>('GET work', { query: { cursor, limit: 50 }, signal }), {
		every: 15_000,
	});
	const retry = ({ kind, key }: Work) =>
		call<{ changed: string[] }>(`POST work/${encodeURIComponent(kind)}/retry`, { body: { keys: [key] } })
			.then(({ changed }) => toast({ text: words(changed.length > 0 ? 'retried' : 'notRetried'), kind: 'good' }))
			.catch(toastFault)
			.finally(pages.reload);
	return (
		<section class="section">
			<h2>{words('work')}</h2>
			<DataTable
				caption={words('work')}
				pages={pages}
				keyOf={({ kind, key }) => `${kind} ${key}`}
				empty={
					<Empty title={words('noWork')}>
						<p>{words('noWorkHelp')}</p>
					</Empty>
				}
				columns={[
					{ name: 'kind', title: words('kind'), isMain: true, show: ({ kind }) => kind },
					{ name: 'key', title: words('key'), show: ({ key }) => <code>{key}</code> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={states[state][0]}>{words(states[state][1])}</Status> },
					{ name: 'attempts', title: words('attempts'), isNumber: true, show: ({ attempts }) => formatNumber(attempts) },
					{ name: 'due', title: words('due'), show: ({ dueAt }) => <Time at={dueAt} /> },
					{
						name: 'act',
						title: '',
						show: (work) =>
							work.state === 'waiting' && (
								<button
									type="button"
									class="button plain"
									aria-label={`${words('retry')}: ${work.kind} ${work.key}`}
									onClick={() => void retry(work)}
								>
									{words('retry')}
								</button>
							),
					},
				]}
			/>
		</section>
	);
}

interface Line {
	time: string;
	level: 'warn' | 'error';
	message: string;
	code?: string;
	error?: string;
	fix?: string;
	run?: string;
}

interface Grouped extends Line {
	key: string;
	count: number;
}

const maxLines = 1_000;

function groupLines(lines: Line[]): Grouped[] {
	const groups = new Map<string, Grouped>();
	for (const line of lines) {
		const key = JSON.stringify([line.level, line.message, line.code, line.error]);
		groups.set(key, { ...line, key, count: (groups.get(key)?.count ?? 0) + 1 });
	}
	return [...groups.values()].sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
}

function LogErrors() {
	const { data, problem, isLoading, reload } = useQuery(
		'log',
		(signal) => call<{ items: Line[] }>('GET logs', { query: { level: 'warn', limit: maxLines }, signal }),
		{ every: 15_000 },
	);
	return (
		<section class="section">
			<h2>{words('log')}</h2>
			<DataTable
				caption={words('log')}
				pages={{ items: data && groupLines(data.items), problem, isLoading, reload }}
				keyOf={({ key }) => key}
				empty={<Empty title={words('noLog')} />}
				columns={[
					{ name: 'message', title: words('message'), isMain: true, show: (line) => <What line={line} /> },
					{ name: 'count', title: words('count'), isNumber: true, show: ({ count }) => formatNumber(count) },
					{ name: 'last', title: words('last'), show: ({ time }) => <Time at={time} /> },
				]}
			/>
		</section>
	);
}

const What = ({ line: { level, message, code, error, fix, run } }: { line: Grouped }) => (
	<>
		<Status tone={level === 'error' ? 'bad' : 'warn'}>{code ?? level}</Status> {message}
		{error !== undefined && <p class="line">{error}</p>}
		{fix !== undefined && <p class="quiet">{fix}</p>}
		<CopyButton text={[code, message, error, fix].filter(Boolean).join('\n')} about={message} />
		{run !== undefined && <Link to={pathOf('runs', run)}>{run}</Link>}
	</>
);

interface Ready {
	status: 'ready' | 'draining' | 'not-ready';
	checks: Record<string, string>;
	warnings?: string[];
}

/** `/readyz` answers 503 with the same document if something is missing. */
async function readReadiness(signal: AbortSignal): Promise<Ready> {
	const response = await fetch('/readyz', { signal });
	if (response.ok || response.status === 503) return (await response.json()) as Ready;
	throw new Problem(response.status, 'UNKNOWN', `The service answered ${response.status}.`);
}

const healthy = new Set(['open', 'off', 'admitted', 'ok']);
const toneOf = (state: string): Tone => (state === 'off' ? 'quiet' : healthy.has(state) ? 'good' : 'bad');

function Readiness() {
	const { data, problem, reload } = useQuery('ready', readReadiness, { every: 5_000 });
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={1} />;
	const title = words(data.status === 'ready' ? 'ready' : data.status === 'draining' ? 'draining' : 'unready');
	return (
		<section class="card">
			<h2>
				<Status tone={data.status === 'ready' ? 'good' : 'bad'}>{title}</Status>
			</h2>
			<ul class="states">
				{Object.entries(data.checks).map(([name, state]) => (
					<li key={name}>
						{name} <Status tone={toneOf(state)}>{state}</Status>
					</li>
				))}
			</ul>
			{data.warnings?.map((warning) => (
				<p key={warning}>
					<Status tone="warn">{warning}</Status>
				</p>
			))}
		</section>
	);
}

/** Shows problems, the worst first. */
export default function HealthRoom() {
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<Readiness />
			{may('switch:manage') && <Switches />}
			{may('doctor:read') && <Machines />}
			{may('doctor:read') && <Doctor />}
			{may('log:read') && <LogErrors />}
			{may('credential:manage') && <Credentials />}
			{may('work:manage') && <Work />}
		</>
	);
}
