import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { pathOf } from '../../app/router';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { type OfferedAgent, Runnable } from './agent-list';
import { agentsWords as words } from './agents-words';
import { Labels } from './labels';
import { Definition } from './definition';
import { Quality } from './quality/quality';
import { Rollouts } from './rollouts/rollouts';
import { Versions } from './versions';
import { OnMachines } from './on-machines';
import { Followers, WhereItRuns } from './where-it-runs';
import { WithRegistry } from './with-registry';

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
