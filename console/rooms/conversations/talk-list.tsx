import { useEffect } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { place, setQuery } from '../../app/router';
import { announce } from '../../parts/announcements';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { readPreference, writePreference } from '../../words/preferences';
import type { Talk, TalkPage } from './talk/talk';
import { modes, originKinds } from './talk/talk';
import { talkColumns } from './talk/talk-columns';
import { talksWords as words } from './talks-words';

/** Enumerations and channel names: no customer data. */
const filters = ['day', 'channel', 'mode', 'origin', 'hot'] as const;

function changeFilters(changes: Record<string, string | undefined>): void {
	setQuery(changes);
	writePreference('talks', new URLSearchParams(place.value.query).toString() || undefined);
}

function restoreFilters(): void {
	if (Object.keys(place.value.query).length > 0) return;
	const kept = Object.fromEntries(new URLSearchParams(readPreference('talks') ?? ''));
	const known = Object.fromEntries(filters.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]])));
	if (Object.keys(known).length > 0) setQuery(known);
}

interface TalkFiltersProps {
	query: Readonly<Record<string, string>>;
	day: string;
	channels: readonly string[];
}

/** All filters are choices: addresses contain no customer words. */
const TalkFilters = ({ query, day, channels }: TalkFiltersProps) => (
	<details class="talk-filters" open={Object.keys(query).length > 0 || innerWidth > 768}>
		<summary>{words('filters')}</summary>
		<div class="filters" role="search">
			<Select
				label={words('day')}
				value={day}
				options={(['today', 'yesterday', 'all'] as const).map((value) => ({ value, text: words(value) }))}
				onChange={(value) => changeFilters({ day: value === 'today' ? undefined : value })}
			/>
			<Select
				label={words('answeredBy')}
				value={query.mode ?? ''}
				options={[{ value: '', text: words('anybody') }, ...modes.map((value) => ({ value, text: words(value) }))]}
				onChange={(mode) => changeFilters({ mode })}
			/>
			<Select
				label={words('cameFrom')}
				value={query.origin ?? ''}
				options={[{ value: '', text: words('anywhere') }, ...originKinds.map((value) => ({ value, text: words(value) }))]}
				onChange={(origin) => changeFilters({ origin })}
			/>
			<Select
				label={words('leads')}
				value={query.hot ?? ''}
				options={[
					{ value: '', text: words('allLeads') },
					{ value: 'true', text: words('onlyHot') },
				]}
				onChange={(hot) => changeFilters({ hot })}
			/>
			<Select
				label={words('channel')}
				value={query.channel ?? ''}
				options={[{ value: '', text: words('allChannels') }, ...nameChannels(channels, query.channel)]}
				onChange={(channel) => changeFilters({ channel })}
			/>
		</div>
	</details>
);

/** Keeps the chosen channel as an option while the list loads, or after its removal. */
const nameChannels = (channels: readonly string[], chosen: string | undefined) =>
	[...new Set([...channels, ...(chosen ? [chosen] : [])])].map((value) => ({ value, text: value }));

const everyMs = 5_000;
const pageSize = 50;

export function TalkList() {
	useEffect(restoreFilters, []);
	const { query } = place.value;
	const { channel, mode, origin, hot } = query;
	const day = query.day ?? 'today';
	const shared = { channel, mode, origin, hot: hot === 'true' ? true : undefined };
	const key = JSON.stringify(shared);
	const waiting = usePages<Talk>(key, read({ ...shared, order: 'wait' }), { every: everyMs });
	const talks = usePages<Talk>(key + day, read({ ...shared, day: day === 'all' ? undefined : day }), { every: everyMs });
	useAnnouncedCount(waiting.total);
	const isFiltered = filters.some((name) => query[name] !== undefined && name !== 'day');
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
				{may('switch:manage') && <Link to="health?off=all">{words('turnOff')}</Link>}
			</div>
			<TalkFilters query={query} day={day} channels={(talks.page as TalkPage | undefined)?.channels ?? []} />
			<h2>
				{words('waiting')} <Count of={waiting.total} />
			</h2>
			<DataTable
				caption={words('waiting')}
				pages={waiting}
				keyOf={({ id }) => id}
				columns={talkColumns('wait')}
				empty={<p class="talk-nobody">{words(isFiltered ? 'nobodyFiltered' : 'nobodyWaits')}</p>}
			/>
			<h2 class="talk-second">{words(day === 'today' || day === 'yesterday' ? day : 'all')}</h2>
			<DataTable
				caption={words('talks')}
				pages={talks}
				keyOf={({ id }) => id}
				columns={talkColumns('last')}
				empty={
					<Empty title={words(isFiltered ? 'noneFiltered' : 'none')}>
						{isFiltered ? (
							<button
								type="button"
								class="button"
								onClick={() => changeFilters(Object.fromEntries(filters.map((name) => [name, undefined])))}
							>
								{words('clear')}
							</button>
						) : (
							<p>{words('noneYet')}</p>
						)}
					</Empty>
				}
			/>
		</>
	);
}

const read = (query: Record<string, string | boolean | undefined>) => (cursor: string | undefined, signal: AbortSignal) =>
	call<TalkPage>('GET conversations', { query: { ...query, limit: pageSize, cursor }, signal });

const Count = ({ of }: { of: number | undefined }) =>
	of === undefined ? null : <span class={`status ${of > 0 ? 'warn' : 'good'}`}>{words('count', of)}</span>;

function useAnnouncedCount(total: number | undefined): void {
	useEffect(() => {
		if (total !== undefined && total > 0) announce(words('waitNow', total));
	}, [total]);
}
