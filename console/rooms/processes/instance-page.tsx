import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import type { Page } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { announce } from '../../parts/announcements';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { NotLive } from '../../parts/not-live';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import type { Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { pathOfRun, tones } from '../runs/run';
import type { Run } from '../runs/run';
import { runsWords } from '../runs/runs-words';
import { InstanceActs } from './instance-acts';
import { InstanceCosts, useCosts } from './instance-costs';
import { InstanceDiagram } from './instance-diagram';
import { InstanceHistory } from './instance-history';
import { InstanceIncidents } from './instance-incidents';
import { InstanceStatus } from './instance-list';
import type { InstancePartProps } from './instance-part';
import { InstanceVariables } from './instance-variables';
import { instanceWords as words } from './instance-words';
import { nameOf, pathOfInstance } from './engine';
import { processesWords } from './processes-words';
import { type ShownInstance, useInstance } from './use-instance';

const statuses = ['THINKING', 'TOOL_CALLING', 'IDLE', 'COMPLETED', 'INITIALIZING', 'TOOL_DISCOVERY', 'FAILED'] as const;
const toneOf: Record<(typeof statuses)[number], Tone> = {
	THINKING: 'busy',
	TOOL_CALLING: 'busy',
	IDLE: 'warn',
	COMPLETED: 'good',
	INITIALIZING: 'busy',
	TOOL_DISCOVERY: 'busy',
	FAILED: 'bad',
};

function InstanceAgents({ shown: { instance, agents, elements }, element, select }: InstancePartProps) {
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

/** A process instance: faults first, then position, history, variables, agents and costs. */
export function InstancePage({ instanceKey }: { instanceKey: string }) {
	const { shown, problem, reload, tokens, live } = useInstance(instanceKey);
	const costs = useCosts(instanceKey, may('usage:read'), shown);
	useAnnounced(shown);
	if (!shown) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={8} />;
	const { instance } = shown;
	const { element } = place.value.query;
	const select = (chosen: string | undefined) => setQuery({ element: chosen });
	const part = { shown, element, select, reload };
	return (
		<>
			<p>
				<Link to="processes">{words('back')}</Link>
			</p>
			<div class="page-head">
				<Heading name={`${nameOf(instance)} ${instanceKey}`}>{nameOf(instance)}</Heading>
				<InstanceStatus instance={instance} />
				<InstanceActs {...part} />
			</div>
			<NotLive state={live} />
			{problem && <Fault problem={problem} retry={reload} />}
			<InstanceIncidents {...part} />
			<InstanceDiagram {...part} tokens={tokens} costs={costs} />
			<div class="columns wide-first">
				<div>
					<InstanceHistory {...part} />
					<InstanceVariables {...part} />
				</div>
				<div>
					<Facts shown={shown} />
					<InstanceWaits {...part} />
					<InstanceAgents {...part} />
					{may('usage:read') && <InstanceCosts costs={costs} select={select} />}
				</div>
			</div>
		</>
	);
}

function Facts({ shown: { instance, called } }: { shown: ShownInstance }) {
	const { processInstanceKey: key, parentProcessInstanceKey: parent, processDefinitionId, startDate, endDate } = instance;
	return (
		<section class="card">
			<dl>
				<dt>{words('key')}</dt>
				<dd>
					<code>{key}</code> <CopyButton text={key} about={words('key')} />
				</dd>
				<dt>{words('process')}</dt>
				<dd>
					<Link to={`processes?process=${encodeURIComponent(processDefinitionId)}`}>{processDefinitionId}</Link>
				</dd>
				<dt>{words('version')}</dt>
				<dd>{[instance.processDefinitionVersion, instance.processDefinitionVersionTag].filter(Boolean).join(' · ')}</dd>
				<dt>{words('began')}</dt>
				<dd>
					<Time at={startDate} isExact />
				</dd>
				{endDate && (
					<>
						<dt>{words('ended')}</dt>
						<dd>
							<Time at={endDate} isExact />
						</dd>
					</>
				)}
				{parent && (
					<>
						<dt>{words('parent')}</dt>
						<dd>
							<Link to={pathOfInstance(parent)}>{parent}</Link>
						</dd>
					</>
				)}
			</dl>
			{called.length > 0 && (
				<>
					<h3>{words('called')}</h3>
					<ul class="lines">
						{called.map((one) => (
							<li key={one.processInstanceKey}>
								<Link to={pathOfInstance(one.processInstanceKey)}>{nameOf(one)}</Link> <InstanceStatus instance={one} />
							</li>
						))}
					</ul>
				</>
			)}
		</section>
	);
}

function useAnnounced(shown: ShownInstance | undefined): void {
	const state = shown?.instance.state;
	const count = shown?.incidents.length ?? 0;
	const before = useRef({ state, count });
	useEffect(() => {
		const { state: last, count: known } = before.current;
		before.current = { state, count };
		if (last === undefined || state === undefined) return;
		if (state !== last) announce(words('changed', processesWords(state)));
		else if (count > known) announce(words('newIncident', count));
	}, [state, count]);
}

function InstanceWaits({ shown: { instance, messages, tasks, jobs }, select }: InstancePartProps) {
	if (instance.state !== 'ACTIVE') return null;
	const waits = [
		...tasks.map(({ userTaskKey, name, elementId }) => ({
			key: userTaskKey,
			elementId,
			text: words('waitsTask', name ?? elementId),
			isTask: true,
		})),
		...messages.map(({ messageSubscriptionKey: key, messageName, elementId }) => ({
			key,
			elementId,
			text: words('waitsMessage', messageName),
			isTask: false,
		})),
		...jobs
			.filter(({ retries }) => retries > 0)
			.map(({ jobKey: key, type, elementId }) => ({ key, elementId, text: words('waitsJob', type), isTask: false })),
	];
	return (
		<section class="card" aria-labelledby="waits">
			<h2 id="waits">{words('waits')}</h2>
			{waits.length === 0 && <p class="quiet">{words('waitsNone')}</p>}
			<ul class="lines">
				{waits.map(({ key, elementId, text, isTask }) => (
					<li key={key}>
						<button type="button" class="button plain name" onClick={() => select(elementId)}>
							{text}
						</button>
						{isTask && <Link to="inbox">{words('decide')}</Link>}
					</li>
				))}
			</ul>
		</section>
	);
}
