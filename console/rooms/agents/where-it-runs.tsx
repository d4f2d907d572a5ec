import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Time } from '../../parts/time';
import { formatCost, formatNumber, formatShare } from '../../words/format';
import { agentsWords as words } from './agents-words';

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

export function WhereItRuns({ id }: { id: string }) {
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
					...{ problem, isLoading, reload },
				}}
				keyOf={({ group }) => JSON.stringify(group)}
				empty={<Empty title={words('ranNowhere', days)} />}
				columns={[
					{ name: 'host', title: words('host'), isMain: true, show: ({ group }) => group.host ?? '–' },
					{ name: 'version', title: words('version'), show: ({ group }) => group.version ?? '–' },
					{ name: 'runs', title: words('runCount'), isNumber: true, show: ({ runs }) => (runs === null ? '–' : formatNumber(runs)) },
					{
						...{ name: 'success', title: words('success'), isNumber: true },
						show: ({ successRate }) => (successRate === null ? '–' : formatShare(successRate)),
					},
					{ name: 'calls', title: words('calls'), isNumber: true, show: ({ calls }) => formatNumber(calls) },
					{ name: 'cost', title: words('cost'), isNumber: true, show: ({ costUsd }) => formatCost(costUsd) },
				]}
			/>
		</section>
	);
}

export function Followers() {
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
