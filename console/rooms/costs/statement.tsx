import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { DataTable } from '../../parts/data-table';
import { downloadText } from '../../parts/download-text';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Figures } from '../../parts/figures';
import { formatExactCost, formatMonth, formatNumber, formatTime } from '../../words/format';
import { statementWords as words } from './statement-words';

interface Amounts {
	calls: number;
	inputTokens: number;
	outputTokens: number;
	unpriced: number;
	cost: string;
}

interface Line extends Amounts {
	agent: string | null;
	model: string;
	kind: string;
}

interface Read {
	month: string;
	timeZone: string;
	state: 'open' | 'ended' | 'closed';
	lines: Line[];
	total: Amounts;
	documents: Array<{ number: number; at: string }>;
}

const shownMonths = 13;

function listMonths(now = new Date()): string[] {
	const first = (earlier: number) => new Date(Date.UTC(now.getFullYear(), now.getMonth() - earlier));
	return Array.from({ length: shownMonths }, (_, earlier) => first(earlier).toISOString().slice(0, 7));
}

export function Statement() {
	const months = listMonths();
	const [month, setMonth] = useState(months[0]!);
	const { data, problem, isLoading, reload } = useQuery(month, (signal) => call<Read>('GET usage/statement', { query: { month }, signal }));
	return (
		<section class="section" aria-labelledby="statement">
			<h2 id="statement">{words('title')}</h2>
			<div class="filters">
				<Select
					label={words('month')}
					value={month}
					options={months.map((value) => ({ value, text: formatMonth(value) }))}
					onChange={setMonth}
				/>
				<button
					type="button"
					class="button"
					disabled={!data}
					onClick={() => downloadText(`statement-${month}.json`, `${JSON.stringify(data, null, 2)}\n`)}
				>
					{words('download')}
				</button>
			</div>
			{data && data.lines.length > 0 && <Total {...data.total} />}
			<DataTable
				caption={words('title')}
				pages={{ items: data?.lines, problem, isLoading, reload }}
				keyOf={({ agent, model, kind }) => JSON.stringify([agent, model, kind])}
				empty={<Empty title={words('empty')} />}
				columns={[
					{ name: 'agent', title: words('agent'), isMain: true, show: ({ agent }) => agent ?? words('none') },
					{ name: 'model', title: words('model'), show: ({ model }) => model },
					{ name: 'calls', title: words('calls'), isNumber: true, show: ({ calls }) => formatNumber(calls) },
					{ name: 'input', title: words('input'), isNumber: true, show: ({ inputTokens }) => formatNumber(inputTokens) },
					{ name: 'output', title: words('output'), isNumber: true, show: ({ outputTokens }) => formatNumber(outputTokens) },
					{ name: 'cost', title: words('cost'), isNumber: true, show: ({ cost }) => formatExactCost(cost) },
				]}
			/>
			{data && <Notes {...data} />}
		</section>
	);
}

const Total = ({ cost, calls, inputTokens, outputTokens, unpriced }: Amounts) => (
	<Figures
		items={[
			{ name: words('total'), value: formatExactCost(cost), ...(unpriced > 0 && { note: words('unpriced', unpriced) }) },
			{ name: words('calls'), value: formatNumber(calls) },
			{ name: words('input'), value: formatNumber(inputTokens) },
			{ name: words('output'), value: formatNumber(outputTokens) },
		]}
	/>
);

function Notes({ state, timeZone, documents }: Read) {
	const [first, ...corrections] = documents;
	return (
		<>
			{state === 'open' && <p class="quiet">{words('open', timeZone)}</p>}
			{state === 'ended' && <p class="quiet">{words('ended', timeZone)}</p>}
			{first && <p class="quiet">{words('closed', formatTime(first.at), timeZone)}</p>}
			{corrections.length > 0 && <p class="quiet">{words('corrections', corrections.length)}</p>}
		</>
	);
}
