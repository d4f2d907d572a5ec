import { useEffect } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { place } from '../../app/router';
import { announce } from '../../parts/announcements';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import type { Talk, TalkPage } from './talk/talk';
import { talkColumns } from './talk/talk-columns';
import { changeFilters, filters, restoreFilters } from './kept-filters';
import { TalkFilters } from './talk/talk-filters';
import { talksWords as words } from './talks-words';

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
