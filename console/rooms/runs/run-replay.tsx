import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../api/problem';
import { toProblem } from '../../api/problem';
import { runInBackground } from '../../api/run-in-background';
import { may } from '../../api/session';
import { announce } from '../../parts/announcements';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Status } from '../../parts/status';
import { formatNumber } from '../../words/format';
import type { ShownRun } from './run';
import { replayWords as words } from './replay-words';
import { sayOutcome } from './runs-words';

export function RunReplay({ run }: { run: ShownRun }) {
	const { begin, done, replayed, problem } = useReplayed(run.runId);
	const isSame = replayed?.isSame;
	useEffect(() => {
		if (isSame !== undefined) announce(words(isSame ? 'same' : 'other'));
	}, [isSame]);
	if (run.state !== 'completed') return null;
	const command = `troupe run replay ${run.runId}`;
	return (
		<section class="card" aria-labelledby="replay">
			<h2 id="replay">{words('replay')}</h2>
			{!run.isRevealable && <p class="quiet">{words('notKept')}</p>}
			{run.isRevealable && <p>{words('lead')}</p>}
			{run.isRevealable && !may('evaluation:run') && (
				<>
					<p class="quiet">{words('refused')}</p>
					<pre>{command}</pre>
					<CopyButton text={command} about={words('replay')} />
				</>
			)}
			{run.isRevealable && may('evaluation:run') && (
				<p class="actions">
					<button type="button" class="button" disabled={done !== undefined} onClick={begin}>
						{words('begin')}
					</button>
					{done !== undefined && <Status tone="busy">{words('working', done)}</Status>}
				</p>
			)}
			{problem && <Fault problem={problem} retry={begin} />}
			{replayed && <Result run={run} replayed={replayed} />}
		</section>
	);
}

/** Differences are told by words, not by colour alone. */
function Result({ run, replayed }: { run: ShownRun; replayed: Replayed }) {
	const { isSame, difference } = replayed;
	return (
		<>
			<p>
				<Status tone={isSame ? 'good' : 'warn'}>{words(isSame ? 'same' : 'other')}</Status>
			</p>
			{difference !== null && <p>{difference}</p>}
			<table class="table plain compared">
				<thead>
					<tr>
						<th scope="col">{words('fact')}</th>
						<th scope="col">{words('recorded')}</th>
						<th scope="col">{words('now')}</th>
					</tr>
				</thead>
				<tbody>
					{compare(run, replayed).map(([name, before, after]) => (
						<tr key={name} class={before === after ? undefined : 'differs'}>
							<th scope="row">{name}</th>
							<td data-title={words('recorded')}>{before}</td>
							<td data-title={words('now')}>
								{after} {before !== after && <Status tone="warn">{words('differs')}</Status>}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</>
	);
}

type Usage = NonNullable<Replayed['usage']>;
const figures = ['modelCalls', 'toolCalls', 'inputTokens', 'outputTokens'] as const satisfies Array<keyof Usage>;
const hashLength = 12;

function compare({ agent, outcome, usage }: ShownRun, now: Replayed): Array<[name: string, before: string, after: string]> {
	const none = words('notReached');
	return [
		[words('version'), agent.version ?? none, now.agent.version],
		[words('definition'), agent.sha256?.slice(0, hashLength) ?? none, now.agent.sha256.slice(0, hashLength)],
		[words('outcome'), outcome === null ? none : sayOutcome(outcome), now.outcome === null ? none : sayOutcome(now.outcome)],
		...figures.map((name): [string, string, string] => [
			words(name),
			usage ? formatNumber(usage[name]) : none,
			now.usage ? formatNumber(now.usage[name]) : none,
		]),
	];
}

interface Replayed {
	agent: { id: string; version: string; sha256: string };
	isSame: boolean;
	outcome: string | null;
	usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number } | null;
	difference: string | null;
}

interface Replaying {
	/** Number of events so far; undefined without a replay. */
	done?: number;
	replayed?: Replayed;
	problem?: Problem;
	begin: () => void;
}

/** Replays a run in the background. Leaving the page cancels it. */
function useReplayed(runId: string): Replaying {
	const [shown, setShown] = useState<Omit<Replaying, 'begin'>>({});
	const leaving = useRef<AbortController>(undefined);
	useEffect(() => () => leaving.current?.abort(), []);
	const begin = () => {
		leaving.current?.abort();
		const { signal } = (leaving.current = new AbortController());
		const show = (next: Omit<Replaying, 'begin'>) => signal.aborted || setShown(next);
		show({ done: 0 });
		const onProgress = ({ done }: { done: number }) => show({ done });
		runInBackground<Replayed>(`runs/${encodeURIComponent(runId)}/replay`, { body: {}, signal, onProgress })
			.then((replayed) => show({ replayed }))
			.catch((fault: unknown) => show({ problem: toProblem(fault) }));
	};
	return { ...shown, begin };
}
