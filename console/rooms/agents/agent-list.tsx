import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { pathOf } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { agentsWords as words } from './agents-words';
import { PublishedList } from './published-list';
import { WithRegistry } from './with-registry';

/** An agent that the service offers, as `GET /api/v1/agents` describes it. */
export interface OfferedAgent {
	id: string;
	version: string;
	name: string;
	purpose: string;
	capabilities: string[];
	runnable: boolean;
	refusal?: { code: string; message: string; fix?: string };
}

/** The caller's agents, refused ones first; then those of the registry. */
export const AgentList = () => (
	<>
		{may('agent:run') && <Offered />}
		{may('registry:read') && (
			<section class="section">
				<h2>{words('published')}</h2>
				<WithRegistry>
					<PublishedList kind="agent" />
				</WithRegistry>
			</section>
		)}
	</>
);

function Offered() {
	const { data, problem, isLoading, reload } = useQuery('agents', (signal) => call<{ items: OfferedAgent[] }>('GET agents', { signal }), {
		every: 15_000,
	});
	const items = data?.items.toSorted((one, other) => Number(one.runnable) - Number(other.runnable));
	return (
		<section class="section">
			<h2>{words('offered')}</h2>
			<DataTable
				caption={words('offered')}
				pages={{ items, problem, isLoading, reload }}
				keyOf={({ id }) => id}
				empty={
					<Empty title={words('noAgents')}>
						<p>{words('noAgentsHelp')}</p>
					</Empty>
				}
				columns={[
					{
						name: 'agent',
						title: words('agent'),
						isMain: true,
						show: ({ id, name }) => (
							<>
								<Link to={pathOf('agents', 'list', id)}>{name}</Link> <code class="quiet">{id}</code>
							</>
						),
					},
					{ name: 'state', title: words('state'), show: (agent) => <Runnable agent={agent} /> },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{ name: 'purpose', title: words('purpose'), show: ({ purpose }) => purpose },
				]}
			/>
		</section>
	);
}

export const Runnable = ({ agent: { runnable, refusal } }: { agent: OfferedAgent }) =>
	runnable ? (
		<Status tone="good">{words('runs')}</Status>
	) : (
		<>
			<Status tone="bad">{words('refused')}</Status> {refusal?.message} {refusal?.fix}{' '}
			{refusal && <code class="quiet">{refusal.code}</code>}
		</>
	);
