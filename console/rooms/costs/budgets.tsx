import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Status, type Tone } from '../../parts/status';
import { formatAgo, formatCost, formatNumber } from '../../words/format';
import { costsWords as words } from './costs-words';

type Amount = 'costUsd' | 'tokens' | 'calls';

interface Balance extends Partial<Record<Amount, number>> {
	name: string;
	per: string;
	setIn: string;
	spent: Partial<Record<Amount, number>>;
	left: Partial<Record<Amount, number>>;
}

interface Forecast {
	budget: string;
	per: string;
	field: Amount;
	kind: 'used-up' | 'too-little-data' | 'ends' | 'lasts';
	endsAt?: string | null;
}

interface Read {
	balances: Balance[];
	forecasts: Forecast[];
	ofInstallation: number;
}

async function readBudgets(signal: AbortSignal): Promise<Read> {
	const [balances, forecasts] = await Promise.all([
		call<{ items: Balance[]; ofInstallation: number }>('GET usage/budgets', { signal }),
		call<{ items: Forecast[] }>('GET usage/forecast', { signal }),
	]);
	return { balances: balances.items, forecasts: forecasts.items, ofInstallation: balances.ofInstallation };
}

export function Budgets() {
	const { data, problem, isLoading, reload } = useQuery('budgets', readBudgets, { every: 60_000 });
	const items = data?.balances.flatMap((balance) => capsOf(balance).map((field) => ({ balance, field })));
	return (
		<section class="section">
			<h2>{words('budgets')}</h2>
			<DataTable
				caption={words('budgets')}
				pages={{ items, problem, isLoading, reload }}
				keyOf={({ balance, field }) => `${balance.setIn} ${balance.name} ${balance.per} ${field}`}
				empty={
					<Empty title={words('noBudgets')}>
						<p>{words('noBudgetsHelp')}</p>
					</Empty>
				}
				columns={[
					{ name: 'budget', title: words('budget'), isMain: true, show: ({ balance }) => balance.name },
					{ name: 'per', title: words('per'), show: ({ balance: { per } }) => words(per as 'day') },
					{
						name: 'spent',
						title: words('spent'),
						isNumber: true,
						show: ({ balance, field }) => `${show(field, balance.spent[field] ?? 0)} / ${show(field, balance[field]!)}`,
					},
					{ name: 'left', title: words('left'), isNumber: true, show: ({ balance, field }) => show(field, balance.left[field] ?? 0) },
					{
						name: 'ends',
						title: words('ends'),
						show: ({ balance, field }) => <Expected forecast={findForecast(data!.forecasts, balance, field)} />,
					},
				]}
			/>
			{data && data.ofInstallation > 0 && <p class="quiet">{words('ofInstallation', data.ofInstallation)}</p>}
		</section>
	);
}

const capsOf = (balance: Balance) => (['costUsd', 'tokens', 'calls'] as const).filter((field) => balance[field] !== undefined);

const findForecast = (forecasts: Forecast[], { name, per }: Balance, field: Amount) =>
	forecasts.find((forecast) => forecast.budget === name && forecast.per === per && forecast.field === field);

const show = (field: Amount, amount: number) => (field === 'costUsd' ? formatCost(amount) : formatNumber(amount));

const kinds: Record<Forecast['kind'], [Tone, Parameters<typeof words>[0]]> = {
	'used-up': ['bad', 'usedUp'],
	'too-little-data': ['quiet', 'tooLittleData'],
	ends: ['warn', 'endsAt'],
	lasts: ['good', 'lasts'],
};

function Expected({ forecast }: { forecast?: Forecast }) {
	if (!forecast) return null;
	const [tone, word] = kinds[forecast.kind];
	const text = word === 'endsAt' ? words('endsAt', forecast.endsAt ? formatAgo(forecast.endsAt, Date.now()) : '') : words(word as 'lasts');
	return <Status tone={tone}>{text}</Status>;
}
