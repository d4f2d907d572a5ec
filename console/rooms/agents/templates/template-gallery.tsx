import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { pathOf, place, setQuery } from '../../../app/router';
import { Empty } from '../../../parts/empty';
import { Fault } from '../../../parts/fault';
import { Select } from '../../../parts/fields';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { Status } from '../../../parts/status';
import { agentsWords as words } from '../agents-words';
import { ProcessThumbnail } from './process-thumbnail';

interface ListedTemplate {
	id: string;
	version: string;
	purpose: string;
	source: 'registry' | 'package' | 'folder';
	category?: string;
	isDeprecated?: boolean;
}

export function TemplateGallery() {
	const { category } = place.value.query;
	const { data, problem, reload } = useQuery('templates', (signal) => call<{ items: ListedTemplate[] }>('GET templates', { signal }));
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const categories = [...new Set(data.items.flatMap((one) => one.category ?? []))].sort();
	const shown = data.items.filter((one) => !category || one.category === category);
	return (
		<>
			<div class="filters">
				<Select
					label={words('category')}
					value={category ?? ''}
					options={[{ value: '', text: words('all') }, ...categories.map((value) => ({ value, text: value }))]}
					onChange={(value) => setQuery({ category: value })}
				/>
			</div>
			{shown.length === 0 && <Empty title={words('noSuch')} />}
			<ul class="gallery">
				{shown.map(({ id, version, purpose, source, isDeprecated }) => (
					<li key={id} class="card">
						<h2>
							<Link to={pathOf('agents', 'templates', id)}>{id}</Link>
						</h2>
						<ProcessThumbnail template={id} />
						<p>{purpose}</p>
						<p class="quiet">
							{version}, {words(`from-${source}`)} {isDeprecated && <Status tone="warn">{words('deprecated')}</Status>}
						</p>
					</li>
				))}
			</ul>
		</>
	);
}
