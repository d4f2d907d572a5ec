import { Problem } from '../../api/problem';
import { useQuery } from '../../api/use-query';
import { Fault } from '../../parts/fault';
import { Skeleton } from '../../parts/skeleton';
import { Status, type Tone } from '../../parts/status';
import { healthWords as words } from './health-words';

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

export function Readiness() {
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
