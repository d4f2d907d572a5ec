import { useEffect, useRef } from 'preact/hooks';
import { may } from '../../api/session';
import { place, setQuery } from '../../app/router';
import { announce } from '../../parts/announcements';
import { CopyButton } from '../../parts/copy-button';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { NotLive } from '../../parts/not-live';
import { Skeleton } from '../../parts/skeleton';
import { Time } from '../../parts/time';
import { InstanceActs } from './instance-acts';
import { InstanceAgents } from './instance-agents';
import { InstanceCosts, useCosts } from './instance-costs';
import { InstanceDiagram } from './instance-diagram';
import { InstanceHistory } from './instance-history';
import { InstanceIncidents } from './instance-incidents';
import { InstanceStatus } from './instance-list';
import { InstanceVariables } from './instance-variables';
import { InstanceWaits } from './instance-waits';
import { instanceWords as words } from './instance-words';
import { nameOf, pathOfInstance } from './engine';
import { processesWords } from './processes-words';
import { type ShownInstance, useInstance } from './use-instance';

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
