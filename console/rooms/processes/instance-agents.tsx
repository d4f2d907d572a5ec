import { call } from '../../api/call';
import { may } from '../../api/session';
import type { Page } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { Link } from '../../parts/link';
import { Status, type Tone } from '../../parts/status';
import { formatNumber } from '../../words/format';
import { pathOfRun, type Run, tones } from '../runs/run';
import { runsWords } from '../runs/runs-words';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';

const statuses = ['THINKING', 'TOOL_CALLING', 'IDLE', 'COMPLETED', 'INITIALIZING', 'TOOL_DISCOVERY', 'FAILED'] as const;
const toneOf: Record<(typeof statuses)[number], Tone> = {
	...{
		THINKING: 'busy',
		TOOL_CALLING: 'busy',
		IDLE: 'warn',
		COMPLETED: 'good',
		INITIALIZING: 'busy',
		TOOL_DISCOVERY: 'busy',
		FAILED: 'bad',
	},
};

export function InstanceAgents({ shown: { instance, agents, elements }, element, select }: InstancePartProps) {
	const key = instance.processInstanceKey;
	const reads = may('run:read');
	const runs = useQuery(
		`${key} ${elements.length} ${instance.state}`,
		reads ? (signal) => call<Page<Run>>('GET runs', { query: { instance: key, limit: 100 }, signal }) : undefined,
	);
	const items = (runs.data?.items ?? []).filter(({ of }) => element === undefined || of.element === element);
	if (agents.length === 0 && !reads) return null;
	return (
		<section class="card" aria-labelledby="agents">
			<h2 id="agents">{words('agents')}</h2>
			<ul class="lines">
				{agents.map(({ agentInstanceKey, elementId, status, definition, metrics }) => (
					<li key={agentInstanceKey}>
						<span class="line-text">
							<button type="button" class="button plain name" onClick={() => select(elementId)}>
								{elementId}
							</button>{' '}
							<AgentStatus status={status} /> {definition.model}
						</span>
						<span class="quiet">
							{words('tokens')} {formatNumber(metrics.inputTokens + metrics.outputTokens)}
						</span>
					</li>
				))}
			</ul>
			{reads && <h3>{words('runs')}</h3>}
			{runs.data && items.length === 0 && <p class="quiet">{words('runsNone')}</p>}
			<ul class="lines">
				{items.map((run) => (
					<li key={run.runId}>
						<Link to={pathOfRun(run.runId)}>{[run.agent?.id, run.of.element].filter(Boolean).join(' · ')}</Link>
						<Status tone={tones[run.state]}>{runsWords(run.state)}</Status>
					</li>
				))}
			</ul>
		</section>
	);
}

function AgentStatus({ status }: { status: string }) {
	const known = statuses.find((one) => one === status);
	return <Status tone={known ? toneOf[known] : 'quiet'}>{known ? words(known) : status}</Status>;
}
