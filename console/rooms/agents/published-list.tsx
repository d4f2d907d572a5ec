import { usePages } from '../../api/use-pages';
import { pathOf, place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Link } from '../../parts/link';
import { Time } from '../../parts/time';
import { agentsWords as words } from './agents-words';
import { ManifestStatus } from './manifest-status';
import { type Manifest, manifestTones, readManifests } from './registry';

const states = Object.keys(manifestTones) as Array<keyof typeof manifestTones>;

export function PublishedList({ kind }: { kind: 'agent' | 'prompt' }) {
	const { state } = place.value.query;
	const pages = usePages<Manifest>(`${kind} ${state}`, (cursor, signal) => readManifests({ kind, state }, cursor, signal), {
		every: 30_000,
	});
	const part = kind === 'agent' ? 'list' : 'prompts';
	return (
		<>
			<div class="filters">
				<Select
					label={words('state')}
					value={state ?? ''}
					options={[{ value: '', text: words('all') }, ...states.map((value) => ({ value, text: words(value) }))]}
					onChange={(value) => setQuery({ state: value })}
				/>
			</div>
			<DataTable
				caption={words('published')}
				pages={pages}
				keyOf={({ sha256 }) => sha256}
				empty={
					<Empty title={words(state ? 'noSuch' : 'noneOf')}>
						{!state && <p>{words(kind === 'agent' ? 'publishAgent' : 'publishPrompt')}</p>}
					</Empty>
				}
				columns={[
					{ name: 'name', title: words('name'), isMain: true, show: ({ name }) => <Link to={pathOf('agents', part, name)}>{name}</Link> },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{ name: 'state', title: words('state'), show: (manifest) => <ManifestStatus manifest={manifest} /> },
					{ name: 'author', title: words('author'), show: ({ author }) => author },
					{ name: 'published', title: words('publishedAt'), show: ({ publishedAt }) => <Time at={publishedAt} /> },
					{ name: 'purpose', title: words('purpose'), show: ({ purpose }) => purpose ?? '' },
				]}
			/>
		</>
	);
}
