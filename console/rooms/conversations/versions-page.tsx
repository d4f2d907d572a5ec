import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { pathOf } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { readRollouts } from '../agents/registry';
import { Rollouts } from '../agents/rollouts/rollouts';
import { WithRegistry } from '../agents/with-registry';
import { nameTalk, type Talk, type TalkPage } from './talk/talk';
import { talksWords } from './talks-words';
import { type Candidate, TryVersion } from './try-version';
import { versionsWords as words } from './versions-words';

const everyMs = 15_000;

export const VersionsPage = () => (
	<>
		<div class="page-head">
			<Heading>{words('title')}</Heading>
		</div>
		<p>{words('lead')}</p>
		<WithRegistry>
			<Trials />
		</WithRegistry>
		<h2>{words('who')}</h2>
		<WhoHasWhich />
	</>
);

/** A rollout by contact is a trial: it is paused, completed or ended here. */
function Trials() {
	const [turn, setTurn] = useState(0);
	const [isAsking, setAsking] = useState(false);
	const { data, problem, reload } = useQuery('approved agents', may('registry:rollout') ? readCandidates : undefined, { every: 60_000 });
	return (
		<>
			{problem && <Fault problem={problem} retry={reload} />}
			{data &&
				(data.length === 0 ? (
					<Empty title={words('nothingToTry')}>
						<p>{words('nothingHelp')}</p>
					</Empty>
				) : (
					<p class="actions">
						<button type="button" class="button main" onClick={() => setAsking(true)}>
							{words('tryIt')}
						</button>
					</p>
				))}
			{isAsking && <TryVersion candidates={data!} close={() => setAsking(false)} onBegun={() => setTurn(turn + 1)} />}
			<Rollouts key={turn} kind="agent" by="contact" />
		</>
	);
}

interface Approved {
	name: string;
	version: string;
}

async function readCandidates(signal: AbortSignal): Promise<Candidate[]> {
	const found: Approved[] = [];
	for (let cursor: string | undefined; ;) {
		const query = { kind: 'agent', state: 'approved', limit: 500, cursor };
		const page = await call<{ items: Approved[]; cursor?: string }>('GET manifests', { query, signal });
		found.push(...page.items);
		cursor = page.cursor;
		if (cursor === undefined) break;
	}
	return [...Map.groupBy(found, ({ name }) => name)]
		.map(([name, versions]) => ({ name, versions: [...new Set(versions.map(({ version }) => version))] }))
		.filter(({ versions }) => versions.length > 1);
}

function WhoHasWhich() {
	const pages = usePages<Talk>(
		'versions',
		(cursor, signal) => call<TalkPage>('GET conversations', { query: { limit: 50, cursor }, signal }),
		{
			every: everyMs,
		},
	);
	const { data } = useQuery('rollouts', readRollouts, { every: everyMs });
	const isNew = (agent: string, version: string) =>
		data?.rollouts.some((one) => one.package === agent && one.to === version && (one.state === 'running' || one.state === 'paused')) ??
		false;
	return (
		<DataTable
			caption={words('who')}
			pages={pages}
			keyOf={({ id }) => id}
			empty={<Empty title={words('none')} />}
			columns={[
				{
					name: 'who',
					title: words('customer'),
					isMain: true,
					show: (talk) => (
						<Link to={pathOf('conversations', talk.id)}>
							<bdi>{nameTalk(talk, (end) => talksWords('nameless', end))}</bdi>
						</Link>
					),
				},
				{ name: 'has', title: words('has'), show: (talk) => <Has talk={talk} isNew={isNew} /> },
				{ name: 'answered', title: words('answered'), show: ({ agent }) => agent && <bdi>{agent}</bdi> },
				{ name: 'last', title: words('last'), show: ({ lastMessageAt }) => <Time at={lastMessageAt} /> },
			]}
		/>
	);
}

function Has({ talk: { sessionAgent, sessionVersion }, isNew }: { talk: Talk; isNew: (agent: string, version: string) => boolean }) {
	if (sessionAgent === null) return null;
	const [agent = ''] = sessionAgent.split('@');
	if (sessionVersion === null)
		return (
			<>
				{agent} <span class="quiet">{words('notPublished')}</span>
			</>
		);
	return (
		<>
			{agent} {sessionVersion} {isNew(agent, sessionVersion) && <Status tone="busy">{words('isNew')}</Status>}
		</>
	);
}
