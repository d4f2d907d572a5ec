import { hrefOf, setQuery } from '../../app/router';
import { CopyButton } from '../../parts/copy-button';
import { Link } from '../../parts/link';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { pathOfRun, type RunCounts, type RunState, runStates, tones } from './run';
import { runsWords as words } from './runs-words';

export const sayCount = ({ states, more }: RunCounts, state: RunState): string => {
	const count = formatNumber(states[state]);
	return more.includes(state) ? words('more', count) : count;
};

export function StateViews({ counts, state }: { counts?: RunCounts; state?: RunState }) {
	const shown = [undefined, ...runStates.toSorted((one, other) => order.indexOf(tones[one]) - order.indexOf(tones[other]))];
	return (
		<nav class="views" aria-label={words('views')}>
			<ul>
				{shown.map((one) => (
					<li key={one ?? ''}>
						<a
							href={hrefOf(one === undefined ? 'runs' : `runs?state=${one}`)}
							class={`view ${one && counts && counts.states[one] > 0 ? tones[one] : ''}`}
							aria-current={one === state ? 'page' : undefined}
							onClick={(event) => {
								if (event.metaKey || event.ctrlKey || event.shiftKey) return;
								event.preventDefault();
								setQuery({ state: one });
							}}
						>
							{one === undefined ? words('all') : [words(one), counts && sayCount(counts, one)].filter(Boolean).join(' ')}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}

const order = ['bad', 'warn', 'busy', 'good', 'quiet'];

/** Shows failures, one line for each fault: count, last one, and text to copy. */
export function Failures({ counts: { faults, states } }: { counts: RunCounts }) {
	if (faults.length === 0) return null;
	return (
		<section class="card failures" aria-labelledby="failures">
			<h2 id="failures">
				{words('failures')} <span class="quiet">{words('failuresLead', states.failed)}</span>
			</h2>
			<ul class="lines">
				{faults.map(({ code, runs, runId, error, fix, startedAt }) => (
					<li key={code ?? ''}>
						<p class="line-text">
							<strong>{code ?? words('unnamed')}</strong> <span class="count">{words('times', runs)}</span>{' '}
							<span class="quiet">
								<Time at={startedAt} />
							</span>
							{error !== null && <span class="excerpt">{error}</span>}
						</p>
						<p class="actions">
							{code !== null && (
								<button
									type="button"
									class="button"
									aria-label={`${words('showThem')}: ${code}`}
									onClick={() => setQuery({ state: 'failed', outcome: code })}
								>
									{words('showThem')}
								</button>
							)}
							<Link to={pathOfRun(runId)} aria-label={`${words('lastOne')}: ${code ?? words('unnamed')}`}>
								{words('lastOne')}
							</Link>
							<CopyButton text={[code, error, fix, runId].filter(Boolean).join('\n')} about={code ?? words('unnamed')} />
						</p>
					</li>
				))}
			</ul>
		</section>
	);
}
