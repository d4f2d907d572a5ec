import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { CopyButton } from '../../parts/copy-button';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { pathOf } from '../../app/router';
import { formatNumber } from '../../words/format';
import { healthWords as words } from './health-words';

interface Line {
	time: string;
	level: 'warn' | 'error';
	message: string;
	code?: string;
	error?: string;
	fix?: string;
	run?: string;
}

interface Grouped extends Line {
	key: string;
	count: number;
}

const maxLines = 1_000;

export function groupLines(lines: Line[]): Grouped[] {
	const groups = new Map<string, Grouped>();
	for (const line of lines) {
		const key = JSON.stringify([line.level, line.message, line.code, line.error]);
		groups.set(key, { ...line, key, count: (groups.get(key)?.count ?? 0) + 1 });
	}
	return [...groups.values()].sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
}

export function LogErrors() {
	const { data, problem, isLoading, reload } = useQuery(
		'log',
		(signal) => call<{ items: Line[] }>('GET logs', { query: { level: 'warn', limit: maxLines }, signal }),
		{ every: 15_000 },
	);
	return (
		<section class="section">
			<h2>{words('log')}</h2>
			<DataTable
				caption={words('log')}
				pages={{ items: data && groupLines(data.items), problem, isLoading, reload }}
				keyOf={({ key }) => key}
				empty={<Empty title={words('noLog')} />}
				columns={[
					{ name: 'message', title: words('message'), isMain: true, show: (line) => <What line={line} /> },
					{ name: 'count', title: words('count'), isNumber: true, show: ({ count }) => formatNumber(count) },
					{ name: 'last', title: words('last'), show: ({ time }) => <Time at={time} /> },
				]}
			/>
		</section>
	);
}

const What = ({ line: { level, message, code, error, fix, run } }: { line: Grouped }) => (
	<>
		<Status tone={level === 'error' ? 'bad' : 'warn'}>{code ?? level}</Status> {message}
		{error !== undefined && <p class="line">{error}</p>}
		{fix !== undefined && <p class="quiet">{fix}</p>}
		<CopyButton text={[code, message, error, fix].filter(Boolean).join('\n')} about={message} />
		{run !== undefined && <Link to={pathOf('runs', run)}>{run}</Link>}
	</>
);
