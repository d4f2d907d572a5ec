import { Select } from '../../../parts/fields';
import { changeFilters } from '../kept-filters';
import { modes, originKinds } from './talk';
import { talksWords as words } from '../talks-words';

interface TalkFiltersProps {
	query: Readonly<Record<string, string>>;
	day: string;
	channels: readonly string[];
}

/** All filters are choices: addresses contain no customer words. */
export const TalkFilters = ({ query, day, channels }: TalkFiltersProps) => (
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
