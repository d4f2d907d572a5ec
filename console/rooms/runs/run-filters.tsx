import { signal } from '@preact/signals';
import { place, setQuery } from '../../app/router';
import { Select, TextField } from '../../parts/fields';
import { formatCost } from '../../words/format';
import { readPreference, writePreference } from '../../words/preferences';
import { type RunState, runStates } from './run';
import { runsWords as words } from './runs-words';

/** In days; a person's preference applies without one in the address. */
export const periods = { hour: 1 / 24, day: 1, week: 7, month: 30 } as const;
type Period = keyof typeof periods | 'ever';

const costs = ['0.01', '0.1', '1', '10'];
const hosts = ['n8n', 'process', 'channel', 'rest', 'cli', 'worker'];

/** Typed words may be a customer's, so no address has them. */
export const typed = signal({ agent: '', tool: '', error: '' });

interface RunFilters {
	state?: RunState;
	period: Period;
	host?: string;
	minCost?: string;
	others: Record<string, string>;
}

const linked = [
	'agent',
	'version',
	'outcome',
	'workflow',
	'execution',
	'process',
	'instance',
	'element',
	'caller',
	'trace',
	'channel',
	'searched',
	'unanswered',
];

export function readFilters(): RunFilters {
	const { query } = place.value;
	const period = query.period ?? readPreference('runs.period');
	return {
		state: runStates.find((one) => one === query.state),
		period: period !== undefined && (Object.hasOwn(periods, period) || period === 'ever') ? (period as Period) : 'week',
		host: hosts.find((one) => one === query.host),
		minCost: costs.find((one) => one === query.minCost),
		others: Object.fromEntries(Object.entries(query).filter(([name]) => linked.includes(name))),
	};
}

export const isFiltered = ({ state, host, minCost, others }: RunFilters): boolean =>
	[state, host, minCost, ...Object.values(others), ...Object.values(typed.value)].some((one) => one !== undefined && one !== '');

export function clearFilters(): void {
	typed.value = { agent: '', tool: '', error: '' };
	setQuery({ state: undefined, host: undefined, minCost: undefined, ...Object.fromEntries(linked.map((name) => [name, undefined])) });
}

/** Filters for the API. A cost needs a beginning: the default is the longest period. */
export function toBody({ state, period, host, minCost, others }: RunFilters): Record<string, unknown> {
	const days = period === 'ever' ? (minCost === undefined ? undefined : periods.month) : periods[period];
	const from = days === undefined ? undefined : new Date(Date.now() - days * 86_400_000).toISOString();
	const words = Object.entries(typed.value).filter(([, text]) => text.trim() !== '');
	return {
		state,
		host,
		from,
		...others,
		...Object.fromEntries(words.map(([name, text]) => [name, text.trim()])),
		...(minCost !== undefined && { minCost: Number(minCost) }),
	};
}

const choosePeriod = (value: string) => {
	writePreference('runs.period', value);
	setQuery({ period: value });
};

const type = (name: keyof typeof typed.value) => (text: string) => void (typed.value = { ...typed.value, [name]: text });

export function RunFilterFields({ filters }: { filters: RunFilters }) {
	return (
		<div class="filters" role="search" aria-label={words('filters')}>
			<Select
				label={words('period')}
				value={filters.period}
				options={[...(Object.keys(periods) as Array<keyof typeof periods>), 'ever' as const].map((value) => ({
					value,
					text: words(value),
				}))}
				onChange={choosePeriod}
			/>
			<Select
				label={words('where')}
				value={filters.host ?? ''}
				options={[{ value: '', text: words('anyHost') }, ...hosts.map((value) => ({ value, text: value }))]}
				onChange={(host) => setQuery({ host })}
			/>
			<Select
				label={words('minCost')}
				value={filters.minCost ?? ''}
				options={[{ value: '', text: words('anyCost') }, ...costs.map((value) => ({ value, text: formatCost(Number(value)) }))]}
				onChange={(minCost) => setQuery({ minCost })}
			/>
			<TextField label={words('agent')} value={typed.value.agent} onChange={type('agent')} />
			<TextField label={words('tool')} value={typed.value.tool} onChange={type('tool')} />
			<TextField label={words('errorText')} type="search" value={typed.value.error} onChange={type('error')} />
			{isFiltered(filters) && (
				<button type="button" class="button plain" onClick={clearFilters}>
					{words('clear')}
				</button>
			)}
		</div>
	);
}
