import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Skeleton } from '../../parts/skeleton';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { healthWords as words } from './health-words';

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
export function Doctor() {
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
