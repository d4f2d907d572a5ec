import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { pathOf } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Time } from '../../parts/time';
import { formatCost, formatNumber, formatShare } from '../../words/format';
import { type OfferedAgent, Runnable } from './agent-list';
import { agentsWords as words } from './agents-words';
import { Labels } from './labels';
import { Definition } from './definition';
import { Quality } from './quality/quality';
import { Rollouts } from './rollouts/rollouts';
import { Versions } from './versions';
import { OnMachines } from './on-machines';
import { WithRegistry } from './with-registry';

interface Used {
	group: { agent?: string | null; version?: string | null; host?: string | null };
	calls: number;
	costUsd: number;
	runs: number | null;
	successRate: number | null;
}

interface Follower {
	subject: string;
	lastUsedAt?: string;
	revokedAt?: string;
}

const days = 30;
const dimensions = ['agent', 'version', 'host'];

function WhereItRuns({ id }: { id: string }) {
	const from = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
	const path = `usage?${new URLSearchParams([...dimensions.map((by) => ['by', by]), ['from', from], ['limit', '10000']])}`;
	const { data, problem, isLoading, reload } = useQuery(path, (signal) => call<{ items: Used[] }>(`GET ${path}`, { signal }), {
		every: 60_000,
	});
	return (
		<section class="section">
			<h2>{words('where')}</h2>
			<DataTable
				caption={words('where')}
				pages={{
					items: data?.items.filter(({ group }) => group.agent === id),
					problem,
					isLoading,
					reload,
				}}
				keyOf={({ group }) => JSON.stringify(group)}
				empty={<Empty title={words('ranNowhere', days)} />}
				columns={[
					{ name: 'host', title: words('host'), isMain: true, show: ({ group }) => group.host ?? '–' },
					{ name: 'version', title: words('version'), show: ({ group }) => group.version ?? '–' },
					{ name: 'runs', title: words('runCount'), isNumber: true, show: ({ runs }) => (runs === null ? '–' : formatNumber(runs)) },
					{
						name: 'success',
						title: words('success'),
						isNumber: true,
						show: ({ successRate }) => (successRate === null ? '–' : formatShare(successRate)),
					},
					{ name: 'calls', title: words('calls'), isNumber: true, show: ({ calls }) => formatNumber(calls) },
					{ name: 'cost', title: words('cost'), isNumber: true, show: ({ costUsd }) => formatCost(costUsd) },
				]}
			/>
		</section>
	);
}

function Followers() {
	const isAllowed = may('registry:admin');
	const { data, problem, reload } = useQuery(
		'tokens',
		isAllowed ? (signal) => call<{ tokens: Follower[] }>('GET tokens', { signal }) : undefined,
	);
	if (!isAllowed) return null;
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : null;
	const seen = data.tokens
		.filter(({ lastUsedAt, revokedAt }) => lastUsedAt !== undefined && revokedAt === undefined)
		.toSorted((one, other) => other.lastUsedAt!.localeCompare(one.lastUsedAt!));
	return (
		<section class="section card" aria-labelledby="followers">
			<h3 id="followers">{words('followers')}</h3>
			{seen.length === 0 && <p>{words('noFollowers')}</p>}
			<ul>
				{seen.map(({ subject, lastUsedAt }, index) => (
					<li key={index}>
						{subject}, <Time at={lastUsedAt!} />
					</li>
				))}
			</ul>
		</section>
	);
}

/** An agent: its definition, versions, rollouts, machines and quality. */
export const AgentPage = ({ id }: { id: string }) => (
	<>
		<div class="page-head">
			<Heading name={words('agent')}>{id}</Heading>
			<p class="actions">
				<Link to="agents/list">{words('back')}</Link>
				{may('run:read') && <Link to={`${pathOf('runs')}?${new URLSearchParams({ agent: id })}`}>{words('itsRuns')}</Link>}
				{may('usage:read') && <Link to="costs?by=agent">{words('itsCosts')}</Link>}
				{may('switch:manage') && <Link to={`health?${new URLSearchParams({ off: `agent:${id}` })}`}>{words('turnOff')}</Link>}
			</p>
		</div>
		{may('agent:run') && <State id={id} />}
		{may('registry:read') && <Definition id={id} />}
		{may('registry:read') && (
			<section class="section">
				<h2>{words('versions')}</h2>
				<WithRegistry>
					<Versions kind="agent" name={id} />
					<Labels kind="agent" name={id} />
					<Rollouts kind="agent" name={id} />
					<Followers />
				</WithRegistry>
			</section>
		)}
		<OnMachines id={id} />
		{may('usage:read') && <WhereItRuns id={id} />}
		{may('evaluation:read') && <Quality id={id} />}
	</>
);

/** Agents that the service does not offer have no state; their registry data follow. */
function State({ id }: { id: string }) {
	const { data } = useQuery('agents', (signal) => call<{ items: OfferedAgent[] }>('GET agents', { signal }), { every: 15_000 });
	const agent = data?.items.find((one) => one.id === id);
	if (!data) return null;
	return <p>{agent ? <Runnable agent={agent} /> : words('notOffered')}</p>;
}
